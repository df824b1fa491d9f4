import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../src/db/connect.ts';
import { freePort } from '../../src/local/port.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { firstLook } from './first-look.ts';
import { createProcesses, type Line, type Processes, type Running } from './processes.ts';
import { freshDatabase, type OwnRedis, ownRedis, testConnection } from './services.ts';

export { eventually } from './eventually.ts';

/** The whole system as an operator runs it: the Procfile's processes on real PostgreSQL and Redis, GitHub played by the sandbox. */
export interface Ring {
  github: Sandbox;
  database: Connection;
  databaseUrl: string;
  redis: OwnRedis;
  url: string;
  env: Record<string, string>;
  processes: Processes;
  web: Running;
  dispatcher: Running;
  worker: Running;
  /** What all workers wrote so far, those that ended as well. */
  workerLines: () => Line[];
  start: (name: 'web' | 'dispatcher' | 'worker', env?: Record<string, string>) => Promise<Running>;
  stop: () => Promise<void>;
}

const ready = {
  web: 'Web listens',
  dispatcher: 'Dispatcher ticks',
  worker: 'Worker takes jobs',
} as const;

export interface RingOptions {
  env?: Record<string, string>;
  databaseUrl?: (url: string) => Promise<string> | string;
  redisUrl?: (url: string) => Promise<string> | string;
  without?: readonly ('web' | 'dispatcher' | 'worker')[];
}

export async function startRing(options: RingOptions = {}): Promise<Ring> {
  const [github, database, redis, port] = await Promise.all([startSandbox(), freshDatabase(), ownRedis(), freePort()]);
  const gitCache = mkdtempSync(join(tmpdir(), 'ring-git-'));
  const secret = 'a-secret-of-this-test';
  const url = `http://localhost:${port}`;
  github.setWebhook({ url: `${url}/api/github/webhooks`, secret });
  const env: Record<string, string> = {
    APP_ID: String(github.appId),
    PRIVATE_KEY: github.privateKey,
    WEBHOOK_SECRET: secret,
    GHE_HOST: github.host,
    GHE_PROTOCOL: 'http',
    GITHUB_CLIENT_ID: github.clientId,
    GITHUB_CLIENT_SECRET: github.clientSecret,
    SESSION_SECRET: 'a session secret of this test alone',
    DATABASE_URL: (await options.databaseUrl?.(database.url)) ?? database.url,
    REDIS_URL: (await options.redisUrl?.(redis.url)) ?? redis.url,
    PUBLIC_URL: url,
    HOST: '127.0.0.1',
    PORT: String(port),
    DISPATCH_CRON: '* * * * * *',
    CHECK_INTERVAL: '2s',
    JOB_VISIBILITY: '10s',
    GIT_CACHE: gitCache,
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'debug',
    ...options.env,
  };
  const processes = createProcesses();
  const workers: Running[] = [];
  const start = async (name: 'web' | 'dispatcher' | 'worker', more: Record<string, string> = {}) => {
    const running = processes.start(name, { ...env, ...more });
    if (name === 'worker') workers.push(running);
    await running.waitForLine((line) => line.json?.msg === ready[name]);
    return running;
  };
  const connection = testConnection(database.url, 2);
  const wanted = (name: 'web' | 'dispatcher' | 'worker') =>
    options.without?.includes(name) ? (null as unknown as Running) : start(name);
  const [web, dispatcher, worker] = await Promise.all([wanted('web'), wanted('dispatcher'), wanted('worker')]);
  if (!options.without?.includes('web')) await firstLook(github);
  return {
    github,
    database: connection,
    databaseUrl: database.url,
    redis,
    url,
    env,
    processes,
    web,
    dispatcher,
    worker,
    workerLines: () => workers.flatMap(({ lines }) => lines),
    start,
    stop: async () => {
      try {
        await processes.stopAll();
      } finally {
        await connection.stop();
        await Promise.all([github.stop(), redis.stop(), database.drop()]);
        rmSync(gitCache, { recursive: true, force: true });
      }
    },
  };
}
