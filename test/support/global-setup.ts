import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';
import { startPostgres } from '../../src/local/postgres.ts';
import { startRedis } from '../../src/local/redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server, as one who may create databases. */
    databaseServer: string;
    /** A database with every migration applied, to be copied. */
    templateDatabase: string;
    redis: string;
  }
}

interface Service {
  url: string;
  stop: () => Promise<void>;
}

const top = fileURLToPath(new URL('../..', import.meta.url));

/** Compiles what the process tests run, and brings up one PostgreSQL and one Redis for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'backstroke-test-'));
  // PostgreSQL, which runs as another user when root runs the tests, has to reach its data in there.
  await chmod(dir, 0o755);
  const begun = await Promise.allSettled([compile(), bringUpPostgres(dir), bringUpRedis(dir)]);
  const [compiled, database, redis] = begun;
  const services = [database, redis].flatMap((service) => (service.status === 'fulfilled' ? [service.value] : []));
  const teardown = async () => {
    await Promise.all(services.map((service) => service.stop()));
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const failed = begun.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    if (compiled.status === 'rejected' || database.status === 'rejected' || redis.status === 'rejected')
      return teardown;
    const { name, drop } = await makeTemplate(database.value.url);
    project.provide('databaseServer', database.value.url);
    project.provide('templateDatabase', name);
    project.provide('redis', redis.value.url);
    return async () => {
      await drop().finally(teardown);
    };
  } catch (error) {
    await teardown();
    throw error;
  }
}

async function compile(): Promise<void> {
  // A run that starts no process of ours need not wait for the rest of the tree to compile.
  if (process.env.TEST_SKIP_BUILD) return;
  const tsc = join(top, 'node_modules/typescript/bin/tsc');
  try {
    await promisify(execFile)(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: top });
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? error.stdout : error;
    throw new Error(`npm run build fails, so there is nothing to test:\n${output}`);
  }
}

const notOurs = (url: string): Service => ({ url, stop: async () => {} });

async function bringUpPostgres(dir: string): Promise<Service> {
  const given = process.env.TEST_DATABASE_URL;
  return given ? notOurs(given) : startPostgres({ dir: join(dir, 'postgres'), persistent: false, fast: true });
}

async function bringUpRedis(dir: string): Promise<Service> {
  const given = process.env.TEST_REDIS_URL;
  return given ? notOurs(given) : startRedis({ dir: join(dir, 'redis') });
}

async function makeTemplate(server: string): Promise<{ name: string; drop: () => Promise<void> }> {
  const name = `backstroke_template_${randomBytes(6).toString('hex')}`;
  const sql = postgres(server, { max: 1, fetch_types: false, onnotice: () => {} });
  const drop = async () => {
    await sql.unsafe(`drop database if exists ${name} with (force)`);
    await sql.end({ timeout: 5 });
  };
  try {
    await sql.unsafe(`create database ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    await migrate(url.href);
    return { name, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}
