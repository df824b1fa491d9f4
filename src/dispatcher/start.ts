import { hostname } from 'node:os';
import { schedule } from 'node-cron';
import { connect } from '../db/connect.ts';
import { createReader, guaranteeOf } from '../db/reader.ts';
import { listHeads } from '../git/list-heads.ts';
import { findGit } from '../git/program.ts';
import { createGitHub } from '../github/app.ts';
import { connectRedis } from '../redis/clients.ts';
import { createEnqueue } from '../redis/enqueue.ts';
import { createLeases } from '../redis/leases.ts';
import { createOperations } from '../redis/operations.ts';
import { createPace } from '../redis/pace.ts';
import { createQueues } from '../redis/queues.ts';
import { type Env, machineEnv } from '../runtime/env.ts';
import type { Parts } from '../runtime/lifecycle.ts';
import type { Log } from '../runtime/log.ts';
import { createElsewhereReader, type ElsewhereReader } from './elsewhere.ts';
import { createHeadsReader } from './heads.ts';
import { createTick } from './tick.ts';

/** Milliseconds: nobody waits for a tick's reads, and a large database may take its time after a cold start. */
const longestRead = 60_000;

/** Starts a dispatcher: it reads the database, asks GitHub for heads, and queues the links that are behind. */
export async function startDispatcher(parts: Parts, env: Env, log: Log): Promise<void> {
  const database = parts.add(
    'postgres',
    connect(env.DISPATCHER_DATABASE_URL ?? env.DATABASE_URL ?? '', {
      name: 'dispatcher',
      max: 2,
      statementTimeout: longestRead,
    }),
  );
  const onAway = (error: Error) => log.warn({ err: error }, 'Redis is away');
  const redisUrl = env.REDIS_URL ?? '';
  const { redis } = parts.add('redis', connectRedis(redisUrl, { name: 'dispatcher', onAway }));
  const queues = parts.add('queues', createQueues(redisUrl, { namespace: env.REDIS_NAMESPACE, name: 'dispatcher' }));
  const leases = createLeases(redis, env.REDIS_NAMESPACE);
  const operations = createOperations(redis, env.REDIS_NAMESPACE);
  const github = createGitHub({ appId: Number(env.APP_ID), privateKey: env.privateKey, baseUrl: env.apiUrl });
  const holder = `${hostname()}:${process.pid}`;
  const heads = createHeadsReader(github, await elsewhereOf(env, log), log);
  const enqueue = createEnqueue({ queues, leases, operations });

  let tick: (() => Promise<unknown>) | null = null;
  const begin = async () => {
    const guarantee = await guaranteeOf(database.db);
    if (guarantee === 'read-only transactions') {
      log.warn(
        { guarantee },
        'The reading role is missing: only read-only transactions keep the dispatcher from writing',
      );
    }
    const reader = createReader(database.db, guarantee);
    const pace = createPace(leases);
    return createTick({ reader, heads, queues, leases, enqueue, pace, interval: env.CHECK_INTERVAL, holder, log });
  };
  let running: Promise<void> = Promise.resolve();
  const once = async () => {
    try {
      tick ??= await begin();
      const report = await tick();
      log.debug({ report }, 'Tick');
    } catch (error) {
      log.error({ err: error }, 'A tick failed, the next one makes up for it');
    }
  };
  const task = schedule(
    env.DISPATCH_CRON,
    () => {
      running = once();
      return running;
    },
    { noOverlap: true, timezone: 'UTC', name: 'tick' },
  );
  parts.add('ticks', {
    stop: async () => {
      await task.stop();
      await running;
      await leases.release('tick', holder).catch(() => undefined);
    },
  });
  log.info({ cron: env.DISPATCH_CRON, intervalMs: env.CHECK_INTERVAL }, 'Dispatcher ticks');
}

/** null: this machine has no git that will do, which is said in the log, or the operator lets nothing outside GitHub be followed. */
async function elsewhereOf(env: Pick<Env, 'elsewhere' | 'UPSTREAM_CA'>, log: Log): Promise<ElsewhereReader | null> {
  if (env.elsewhere.off) return null;
  const { PATH: path = '' } = machineEnv();
  const found = await findGit(path);
  if ('missing' in found) {
    log.warn({ detail: found.missing }, 'This dispatcher does not see what moves outside GitHub');
    return null;
  }
  const by = { elsewhere: env.elsewhere, ca: env.UPSTREAM_CA };
  return createElsewhereReader((order) => listHeads({ ...order, path, by }), log);
}
