import { join } from 'node:path';
import { migrate } from '../db/migrate.ts';
import { startDispatcher } from '../dispatcher/start.ts';
import type { Exit } from '../local/child.ts';
import { startPostgres } from '../local/postgres.ts';
import { startRedis } from '../local/redis.ts';
import type { Env } from '../runtime/env.ts';
import type { Parts } from '../runtime/lifecycle.ts';
import type { Log } from '../runtime/log.ts';
import { startWeb } from '../server/start.ts';
import { startWorker } from '../worker/start.ts';

/**
 * Starts all of Backstroke in this process: PostgreSQL and Redis of our own where no URL is given, kept in `DATA_DIR`,
 * then migrations, web, dispatcher and worker. They stop in reverse.
 */
export async function startEverything(parts: Parts, given: Env, log: Log): Promise<void> {
  const env: Env = {
    ...given,
    HOST: given.HOST ?? '127.0.0.1',
    PUBLIC_URL: given.PUBLIC_URL ?? `http://localhost:${given.PORT}`,
    DATABASE_URL: given.DATABASE_URL ?? (await ownPostgres(parts, given, log)),
    REDIS_URL: given.REDIS_URL ?? (await ownRedis(parts, given, log)),
  };
  await migrate(env.DATABASE_URL ?? '', {
    notice: (message) => log.warn({ notice: message }, 'A guarantee is missing'),
  });
  await startWeb(parts, env, log.child({ process: 'web' }));
  await startDispatcher(parts, env, log.child({ process: 'dispatcher' }));
  const unseen = { DATABASE_URL: undefined, DISPATCHER_DATABASE_URL: undefined };
  await startWorker(parts, { ...env, ...unseen }, log.child({ process: 'worker' }));
  log.info({ url: env.PUBLIC_URL, data: env.DATA_DIR }, 'Backstroke runs');
}

async function ownPostgres(parts: Parts, { DATA_DIR }: Env, log: Log): Promise<string> {
  const postgres = await startPostgres({ dir: join(DATA_DIR, 'postgres'), persistent: true });
  return keep(parts, { name: 'PostgreSQL', service: postgres, log });
}

async function ownRedis(parts: Parts, { DATA_DIR }: Env, log: Log): Promise<string> {
  const redis = await startRedis({ dir: join(DATA_DIR, 'redis'), persistent: true });
  return keep(parts, { name: 'Redis', service: redis, log });
}

interface Service {
  url: string;
  pid: number;
  exited: Promise<Exit>;
  stop: () => Promise<void>;
}

/** Stops a service with the rest; nothing here starts it again, so the whole process ends when it ends by itself. */
function keep(parts: Parts, given: { name: string; service: Service; log: Log }): string {
  const { name, service, log } = given;
  let wanted = false;
  parts.add(name, {
    stop: () => {
      wanted = true;
      return service.stop();
    },
  });
  void service.exited.then((exit) => {
    if (wanted) return;
    log.fatal({ ...exit }, `${name} ended by itself: Backstroke ends too`);
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  });
  return service.url;
}
