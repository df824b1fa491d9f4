import { type Connection, connect } from '../../src/db/connect.ts';
import type { GitHub } from '../../src/github/app.ts';
import type { Env } from '../../src/runtime/env.ts';
import type { ServerContext } from '../../src/server/context.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { createQueueAsked } from '../../src/server/queue-asked.ts';
import { memoryLog } from './memory-log.ts';
import type { RedisParts } from './redis-parts.ts';

export const secret = 'the secret of this test';
export const previousSecret = 'the secret before that';

const nobody = () => {
  throw new Error('This test does not ask GitHub');
};
const noGitHub: GitHub = {
  asApp: nobody,
  asOAuthApp: nobody,
  asInstallation: nobody,
  asUser: nobody,
  repositoryToken: nobody,
};

/** What the parts of web share, on the services of a test. */
export function aWeb(given: { databaseUrl: string; parts: RedisParts; github?: GitHub }) {
  const { parts } = given;
  const lines = memoryLog();
  const database: Connection = connect(given.databaseUrl, { name: 'web' });
  let wakes = 0;
  let configWakes = 0;
  const queueAsked = createQueueAsked({ ...parts, db: database.db, log: lines.log });
  const env: Partial<Env> = {
    WEBHOOK_PATH: '/api/github/webhooks',
    WEBHOOK_SECRET: secret,
    WEBHOOK_SECRET_PREVIOUS: previousSecret,
    PUBLIC_URL: 'http://localhost:3000',
    webUrl: 'https://github.com',
  };
  const context: ServerContext = {
    ...parts,
    redis: parts.client,
    env: env as Env,
    log: lines.log,
    database,
    queueAsked,
    github: given.github ?? noGitHub,
    metrics: createMetrics(parts.queues),
    wakeRefresh: () => {
      wakes += 1;
    },
    wakeConfig: () => {
      configWakes += 1;
    },
    wakeBrakes: () => undefined,
    stopping: new AbortController().signal,
  };
  return {
    context,
    lines,
    wakes: () => wakes,
    configWakes: () => configWakes,
    stop: async () => {
      await queueAsked.stop();
      await database.stop();
    },
  };
}
