import { hostname } from 'node:os';
import { createGitHub } from '../github/app.ts';
import { createGateway } from '../github/gateway.ts';
import { repositoryToken } from '../github/repository-token.ts';
import { createBrakeCopy } from '../redis/brake.ts';
import { connectRedis } from '../redis/clients.ts';
import { createLeases } from '../redis/leases.ts';
import { createOperations } from '../redis/operations.ts';
import { createQueues } from '../redis/queues.ts';
import { createRests } from '../redis/rests.ts';
import type { Env } from '../runtime/env.ts';
import type { Parts } from '../runtime/lifecycle.ts';
import type { Log } from '../runtime/log.ts';
import { answerCommit } from './answer-commit.ts';
import { createDeaths } from './deaths.ts';
import { workerGit } from './git.ts';
import { mayOpenPull } from './may-open.ts';
import { createReceiver } from './receive.ts';
import { runJob } from './run-job.ts';
import { sync } from './sync.ts';
import { unstage } from './unstage.ts';
import { createWaiting } from './waiting.ts';

/** Milliseconds a stopping worker lets its operations finish before it hands them back. */
const finishWithin = 15_000;

/** Starts a worker: it takes jobs from Redis and has no connection to the database. */
export async function startWorker(parts: Parts, env: Env, log: Log): Promise<void> {
  const onAway = (error: Error) => log.warn({ err: error }, 'Redis is away');
  const { redis } = parts.add('redis', connectRedis(env.REDIS_URL ?? '', { name: 'worker', onAway }));
  const queues = parts.add(
    'queues',
    createQueues(env.REDIS_URL ?? '', { namespace: env.REDIS_NAMESPACE, name: 'worker' }),
  );
  const leases = createLeases(redis, env.REDIS_NAMESPACE);
  const operations = createOperations(redis, env.REDIS_NAMESPACE);
  const github = createGitHub({ appId: Number(env.APP_ID), privateKey: env.privateKey, baseUrl: env.apiUrl });
  const gateway = createGateway({ github, now: () => new Date() });
  const brake = createBrakeCopy(leases);
  const giveUp = new AbortController();
  const visibilitySeconds = Math.max(1, Math.round(env.JOB_VISIBILITY / 1000));
  const context = {
    github,
    gateway,
    ...(await workerGit(env, log)),
    repositoryToken: (order: Parameters<typeof repositoryToken>[1]) => repositoryToken(github, order),
    webUrl: env.webUrl,
    elsewhere: env.elsewhere,
    publicUrl: env.PUBLIC_URL,
    dryRun: env.DRY_RUN,
    giveUp: giveUp.signal,
    braked: brake.stops,
    rests: createRests(leases),
    log,
    // Redis away: this machine's clock is nearly the same.
    now: () => leases.now().catch(() => new Date()),
    mayOpenPull: () => mayOpenPull(leases, env.PULLS_PER_HOUR),
  };
  const deaths = createDeaths(leases);
  const waiting = createWaiting(queues);
  const receiver = createReceiver({
    queues,
    concurrency: env.WORKER_CONCURRENCY,
    visibilitySeconds,
    log,
    run: (queue, received) =>
      runJob(queue, received, {
        queues,
        leases,
        operations,
        sync: (job) => sync(job, context),
        answer: (job) => answerCommit(job, context),
        unstage: (job) => unstage(job, context),
        braked: brake.stops,
        log,
        name: `${hostname()}:${process.pid}`,
        webUrl: env.webUrl,
        visibilitySeconds,
        giveUp: giveUp.signal,
        deaths,
        waiting,
      }),
  });
  parts.add('receiver', {
    stop: async () => {
      const timer = setTimeout(() => giveUp.abort(), finishWithin);
      await receiver.stop();
      clearTimeout(timer);
    },
  });
  log.info({ concurrency: env.WORKER_CONCURRENCY }, 'Worker takes jobs');
}
