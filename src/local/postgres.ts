import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { chown, lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { dieWithUs, type Exit, endChild, exitOf, untilReady } from './child.ts';
import { freePort } from './port.ts';
import { placeData, programs, type RunAs, runAs } from './postgres-place.ts';

const execute = promisify(execFile);

export interface LocalPostgres {
  url: string;
  port: number;
  pid: number;
  /** Resolves when the server has ended, wanted or not. */
  exited: Promise<Exit>;
  stop: () => Promise<void>;
}

export interface LocalPostgresOptions {
  /** Holds the data, the password and `postgres.log`; made when it is missing. */
  dir: string;
  /** Keeps the data when it stops; otherwise `dir` is removed. */
  persistent: boolean;
  /** For tests: nothing survives a power cut, and everything is faster. */
  fast?: boolean;
}

interface Cluster {
  bin: string;
  data: string;
  logFile: string;
  password: string;
  user: RunAs;
}

/** Starts a PostgreSQL of our own on 127.0.0.1 and resolves when it takes connections. It ends when this process does. */
export async function startPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const dir = resolve(options.dir);
  const cluster = await prepareCluster(dir, options.persistent);
  const port = await freePort();
  const url = `postgres://postgres:${cluster.password}@127.0.0.1:${port}/postgres`;
  const log = openSync(cluster.logFile, 'a');
  const child = spawn(join(cluster.bin, 'postgres'), flags(cluster.data, port, options.fast === true), {
    ...cluster.user,
    cwd: cluster.data,
    stdio: ['ignore', log, log],
    // Ctrl-C reaches a whole process group: the server has to outlive those who still use it.
    detached: true,
  });
  closeSync(log);
  const exited = exitOf(child);
  if (child.pid === undefined) throw new Error(`PostgreSQL could not be started: see ${cluster.logFile}.`);
  const release = dieWithUs(child.pid, 'INT');
  const stop = async () => {
    // SIGINT is PostgreSQL's fast shutdown: sessions end, data are written.
    await endChild(child, 'SIGINT', 10_000);
    release();
    if (!options.persistent) await discard(dir, cluster.data);
  };
  try {
    await untilReady({
      ready: () => accepts(url),
      exited,
      patienceMs: 60_000,
      describe: (what) => `PostgreSQL ${what === 'ended' ? 'ended' : 'did not answer'}: ${lastError(cluster.logFile)}`,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, pid: child.pid, exited, stop };
}

async function prepareCluster(dir: string, persistent: boolean): Promise<Cluster> {
  await mkdir(dir, { recursive: true });
  const user = runAs();
  const bin = await programs(user);
  const data = await placeData(join(dir, 'data'), user, persistent);
  const logFile = join(dir, 'postgres.log');
  const passwordFile = join(dir, 'password');
  await rm(logFile, { force: true });
  const half = join(dir, 'half-initialised');
  if (existsSync(half)) for (const name of await readdir(data)) await rm(join(data, name), { recursive: true });
  const fresh = (await readdir(data)).length === 0;
  if (fresh) await writeFile(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  const password = (await readFile(passwordFile, 'utf8')).trim();
  const cluster = { bin, data, logFile, password, user };
  if (!fresh) await clearLeftover(data);
  else {
    await writeFile(half, '');
    await initialise(cluster);
    await rm(half);
  }
  return cluster;
}

async function initialise({ bin, data, password, user }: Cluster): Promise<void> {
  const passwordFile = join(tmpdir(), `backstroke-${randomBytes(12).toString('hex')}`);
  const flags = ['--pgdata', data, '--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (user.uid !== undefined) await chown(passwordFile, user.uid, user.gid);
    await execute(join(bin, 'initdb'), [...flags, '--no-instructions', `--pwfile=${passwordFile}`], {
      ...user,
      cwd: data,
    });
  } catch (error) {
    throw new Error(
      `PostgreSQL could not be initialised in ${data}: ${error instanceof Error ? error.message : error}`,
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** After a crash: waits for the old server to end, and removes its note when the process it names is another by now. */
async function clearLeftover(data: string): Promise<void> {
  const note = join(data, 'postmaster.pid');
  for (let tries = 0; existsSync(note); tries += 1) {
    const pid = Number.parseInt(readFileSync(note, 'utf8'), 10);
    if (!isPostgres(pid)) return rm(note, { force: true });
    if (tries === 100) throw new Error(`Another PostgreSQL (process ${pid}) uses ${data}: stop it first.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function isPostgres(pid: number): boolean {
  if (!Number.isInteger(pid)) return false;
  if (existsSync('/proc/self/stat')) {
    const stat = `/proc/${pid}/stat`;
    // Z is one that has ended and that nobody has asked about: in a container without an init it stays for ever.
    return existsSync(stat) && /^\d+ \(postgres\) [^ZX]/.test(readFileSync(stat, 'utf8'));
  }
  return spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).stdout.includes('postgres');
}

function flags(data: string, port: number, fast: boolean): string[] {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300', 'timezone=UTC'];
  if (fast) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  return ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
}

async function accepts(url: string): Promise<boolean> {
  const client = postgres(url, { max: 1, fetch_types: false, connect_timeout: 5, onnotice: () => {} });
  try {
    await client`select 1`;
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // 57P03: it is still starting. Whatever else it says, waiting does not help.
    if (code === '57P03' || code === 'ECONNREFUSED' || code === 'CONNECTION_CLOSED' || code === 'ECONNRESET')
      return false;
    throw error;
  } finally {
    await client.end({ timeout: 1 });
  }
}

function lastError(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n');
  const telling = lines.filter((line) => /(FATAL|PANIC|ERROR|HINT|could not)/.test(line));
  return (telling.length > 0 ? telling : lines).slice(-3).join(' / ');
}

async function discard(dir: string, data: string): Promise<void> {
  const link = await lstat(join(dir, 'data')).catch(() => null);
  if (link?.isSymbolicLink()) await rm(data, { recursive: true, force: true });
  await rm(dir, { recursive: true, force: true });
}
