import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type Connection, connect } from '../../src/db/connect.ts';
import { type LocalRedis, startRedis } from '../../src/local/redis.ts';

export { type TcpProxy, tcpProxy } from './tcp-proxy.ts';

const unique = () => randomBytes(6).toString('hex');

/** A database of one's own with every migration applied: a copy of the run's template. */
export async function freshDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `backstroke_test_${unique()}`;
  await onServer(`create database ${name} template ${inject('templateDatabase')}`);
  const url = new URL(inject('databaseServer'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`drop database if exists ${name} with (force)`) };
}

/** An empty database, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `backstroke_empty_${unique()}`;
  await onServer(`create database ${name}`);
  const url = new URL(inject('databaseServer'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`drop database if exists ${name} with (force)`) };
}

/** A connection of the test itself, which may wait as long as a test lasts: only web promises an answer in time. */
export function testConnection(url: string, max?: number): Connection {
  return connect(url, { name: 'test', statementTimeout: 180_000, ...(max === undefined ? {} : { max }) });
}

async function onServer(statement: string): Promise<void> {
  const sql = postgres(inject('databaseServer'), { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The run's Redis under a namespace of one's own. Not for FLUSHALL: others use it at the same time. */
export async function freshRedis(): Promise<{ url: string; namespace: string }> {
  return { url: inject('redis'), namespace: `test-${unique()}` };
}

export interface OwnRedis {
  url: string;
  /** Connections stay open and nothing is answered. */
  pause: () => void;
  resume: () => void;
  /** Ends it without a chance to write anything. */
  kill: () => Promise<void>;
  /** Starts it again, empty, on the same port. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

/** A redis-server that this test file alone uses, to be flushed, paused and killed. */
export async function ownRedis(): Promise<OwnRedis> {
  const dir = await mkdtemp(join(tmpdir(), 'backstroke-redis-'));
  let running: LocalRedis = await startRedis({ dir });
  const { port, url } = running;
  const signal = (name: NodeJS.Signals) => void process.kill(running.pid, name);
  const kill = () => running.kill();
  return {
    url,
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    kill,
    restart: async () => {
      await kill();
      running = await startRedis({ dir, port });
    },
    stop: async () => {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
