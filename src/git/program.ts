import { GitFailure, runGit } from './run.ts';

/** The first version with `git merge-tree --write-tree`, which merges without a work tree. */
const oldest = [2, 38] as const;

/** A git that can do what is needed, or why there is none. */
export type Program = { path: string; version: string } | { missing: string };

/** Looks for git on this PATH. */
export async function findGit(path: string): Promise<Program> {
  const said = await versionAt(path);
  if (said === null) return { missing: 'there is no git program' };
  const [, version = '', major = '0', minor = '0'] = /^git version ((\d+)\.(\d+)\S*)/.exec(said) ?? [];
  const [needMajor, needMinor] = oldest;
  const enough = Number(major) > needMajor || (Number(major) === needMajor && Number(minor) >= needMinor);
  if (enough) return { path, version };
  return { missing: `git ${version || 'of an unknown version'} is older than ${oldest.join('.')}` };
}

async function versionAt(path: string): Promise<string | null> {
  try {
    const { stdout } = await runGit({
      args: ['version'],
      cwd: '/',
      env: { PATH: path, LC_ALL: 'C' },
      limitMs: 30_000,
      signal: new AbortController().signal,
      secrets: [],
    });
    return stdout.toString();
  } catch (error) {
    if (error instanceof GitFailure) return null;
    throw error;
  }
}
