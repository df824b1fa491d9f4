import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPostgres } from '../../src/local/postgres.ts';
import { isAlive } from '../support/alive.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'backstroke-postgres-test-'));
  await chmod(dir, 0o755);
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function ask(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

const start = (persistent: boolean, fast = true) => startPostgres({ dir, persistent, fast });

test('keeps the data from one start to the next, and does not touch the signal handling of its host', async () => {
  const listeners = process.listenerCount('SIGTERM') + process.listenerCount('SIGINT');
  const first = await start(true);
  await ask(first.url, 'create table kept as select 7 as n');
  await first.stop();
  await first.stop();
  const second = await start(true);
  expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
  expect(process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')).toBe(listeners);
  await second.stop();
});

test('starts after a crash, also when the process id in the leftover note belongs to something else now', async () => {
  const first = await start(true, false);
  await ask(first.url, 'create table kept as select 7 as n');
  const note = await readFile(join(dir, 'data', 'postmaster.pid'), 'utf8');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  await writeFile(join(dir, 'data', 'postmaster.pid'), note.replace(/^\d+/, String(process.ppid)));
  const second = await start(true);
  expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
  await second.stop();
});

test('starts over when it was interrupted while it was being initialised', async () => {
  await (await start(true)).stop();
  await rm(join(dir, 'data', 'global'), { recursive: true });
  await writeFile(join(dir, 'half-initialised'), '');
  const second = await start(true);
  expect(await ask(second.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  await second.stop();
});

test('leaves nothing behind when it is temporary', async () => {
  const server = await start(false);
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
  expect(existsSync(dir)).toBe(false);
});

test.runIf(process.getuid?.() === 0)('finds a place for its data where root alone may enter', async () => {
  await chmod(dir, 0o700);
  const server = await start(false);
  const elsewhere = await realpath(join(dir, 'data'));
  expect(elsewhere).not.toContain(dir);
  expect(await ask(server.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  await server.stop();
  expect(existsSync(elsewhere)).toBe(false);
});

test('says what the server says when it cannot start', async () => {
  await (await start(true)).stop();
  await writeFile(join(dir, 'data', 'PG_VERSION'), '9.0\n');
  await expect(start(true)).rejects.toThrow(/PostgreSQL ended: .*incompatible/);
});
