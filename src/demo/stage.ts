import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startPostgres } from '../local/postgres.ts';
import { startRedis } from '../local/redis.ts';
import { machineEnv } from '../runtime/env.ts';
import type { Parts } from '../runtime/lifecycle.ts';
import { type Sandbox, startSandbox } from '../sandbox/start.ts';
import { type Api, createApi } from './api.ts';
import { type Child, type ChildName, startChild } from './children.ts';
import type { Cost } from './story.ts';

/** Where the story plays: a GitHub on localhost, and Backstroke's processes as the Procfile starts them. */
export interface Stage {
  github: Sandbox;
  /** Where web is. */
  url: string;
  /** Backstroke's API, asked as the fork's owner. */
  api: Api;
  /** A user access token of the fork's owner. */
  token: string;
  children: Map<ChildName, Child>;
  /** Starts a process again that was killed, as whatever runs the Procfile does. */
  restart: (name: ChildName) => Promise<void>;
  flushRedis: () => Promise<void>;
  /** Starts counting: time, and requests that Backstroke makes to GitHub for its work. */
  meter: () => () => Cost;
}

/** The cast. */
export const upstream = 'acme/rocket';
export const fork = 'mona/rocket';
export const maintainer = 'ada';
export const owner = 'mona';

/** Milliseconds between two looks of the dispatcher at upstream's head; everybody else's Backstroke looks every 10 minutes. */
export const checkSeconds = 2;

interface Setting {
  dir: string;
  port: number;
  parts: Parts;
  stop: AbortSignal;
  started: (what: string, where: string, ms: number) => void;
}

/** Starts everything in order, each part added to `parts` as soon as it runs; `stop` ends the starting in between. */
export async function setStage(setting: Setting): Promise<Stage> {
  const url = `http://localhost:${setting.port}`;
  const secret = randomBytes(20).toString('hex');
  const { github, postgres, redis } = await startServices(setting, { url: `${url}/api/github/webhooks`, secret });
  const web = environment(github, { url, port: setting.port, secret });
  const env = { ...web, DATABASE_URL: postgres.url, REDIS_URL: redis.url };
  const { children, start } = await startProcesses(setting, env);
  github.createOrg('acme');
  for (const login of [maintainer, owner]) github.createUser(login);
  const token = github.createUserToken(owner);
  return {
    github,
    url,
    api: createApi(url, token),
    token,
    children,
    restart: async (name) => void (await start(name)),
    flushRedis: () => flush(redis.url),
    meter: meterOf(github),
  };
}

async function startServices(setting: Setting, webhook: { url: string; secret: string }) {
  const { dir, parts } = setting;
  const dirs = { github: join(dir, 'github'), postgres: join(dir, 'postgres'), redis: join(dir, 'redis') };
  await mkdir(dirs.github);
  const github = await step(setting, {
    what: 'GitHub',
    start: async () => parts.add('sandbox', await startSandbox({ webhook, dataDir: dirs.github })),
    where: (made) => `${made.url} (played by a sandbox, with real git repositories)`,
  });
  const where = ({ port }: { port: number }) => `127.0.0.1:${port}`;
  const postgres = await step(setting, {
    what: 'PostgreSQL',
    start: async () =>
      parts.add('postgres', await startPostgres({ dir: dirs.postgres, persistent: false, fast: true })),
    where,
  });
  const redis = await step(setting, {
    what: 'Redis',
    start: async () => parts.add('redis', await startRedis({ dir: dirs.redis })),
    where,
  });
  return { github, postgres, redis };
}

async function startProcesses(setting: Setting, env: Record<string, string>) {
  const { dir, parts } = setting;
  const children = new Map<ChildName, Child>();
  const start = async (name: ChildName) => {
    const child = await startChild(name, { env, cwd: dir, logFile: logFileIn(dir) });
    children.set(name, child);
    return child;
  };
  await step(setting, { what: 'migrations', start: () => start('release'), where: () => 'applied' });
  for (const name of ['web', 'dispatcher', 'worker'] as const) {
    const where = ({ pid }: Child) => `${name === 'web' ? `${env.PUBLIC_URL} ` : ''}(process ${pid})`;
    const child = await step(setting, { what: name, start: () => start(name), where });
    // Whichever of that name runs at the end: one that was killed has a successor.
    parts.add(name, { stop: () => (children.get(name) ?? child).stop() });
  }
  return { children, start };
}

async function step<T>(
  { stop, started }: Setting,
  { what, start, where }: { what: string; start: () => Promise<T>; where: (made: T) => string },
): Promise<T> {
  stop.throwIfAborted();
  const from = performance.now();
  const made = await start();
  started(what, where(made), performance.now() - from);
  return made;
}

/** The file that all processes write their log to. */
export function logFileIn(dir: string): string {
  return join(dir, 'backstroke.log');
}

/** GHE_HOST and GHE_PROTOCOL alone point the App at the sandbox; it only looks oftener, so that nobody has to wait. */
function environment(github: Sandbox, web: { url: string; port: number; secret: string }): Record<string, string> {
  return {
    ...machineEnv(),
    APP_ID: String(github.appId),
    PRIVATE_KEY: github.privateKey,
    WEBHOOK_SECRET: web.secret,
    GHE_HOST: github.host,
    GHE_PROTOCOL: 'http',
    GITHUB_CLIENT_ID: github.clientId,
    GITHUB_CLIENT_SECRET: github.clientSecret,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_URL: web.url,
    HOST: '127.0.0.1',
    PORT: String(web.port),
    DISPATCH_CRON: '* * * * * *',
    CHECK_INTERVAL: `${checkSeconds}s`,
    LOG_LEVEL: 'debug',
    LOG_FORMAT: 'json',
  };
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  try {
    await redis.flushall();
  } finally {
    redis.disconnect();
  }
}

/** What Backstroke asks with tokens of its own; minting them is not counted, nor is what a person's token asks for them. */
function meterOf(github: Sandbox): Stage['meter'] {
  const count = () => github.requests().filter((request) => isWork(request)).length;
  return () => {
    const from = performance.now();
    const before = count();
    return () => ({ ms: performance.now() - from, requests: count() - before });
  };
}

type Request = ReturnType<Sandbox['requests']>[number];

/** The dispatcher's question about heads, one for many upstreams: told of in a scene of its own. */
export function isLookAtHeads(request: Request): boolean {
  return request.operationName === 'Heads';
}

/** A request for a link or an installation. */
export function isWork(request: Request): boolean {
  if (isLookAtHeads(request) || request.path.endsWith('/access_tokens')) return false;
  return request.installationId !== null || request.path.startsWith('/app/');
}
