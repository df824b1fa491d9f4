import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gitEnvironment, type Setting } from './environment.ts';
import { type Most, runGit } from './run.ts';

/** A repository on GitHub and the token it is spoken to with; null: nobody's. */
export interface Remote {
  owner: string;
  name: string;
  token: string | null;
}

export interface CloneOptions {
  /** The PATH that git was found on. */
  path: string;
  gitDir: string;
  /** Where GitHub's repositories are, such as `https://github.com`. */
  webUrl: string;
  /** By the names that calls use for them. */
  remotes: Readonly<Record<string, Remote>>;
  /** How a host outside GitHub is asked, where one is. */
  elsewhere?: readonly Setting[];
  signal: AbortSignal;
}

export interface Call {
  input?: string | Buffer;
  allow?: readonly number[];
  enough?: number;
  /** Milliseconds. Default: what a call that may load files from GitHub takes at most. */
  limitMs?: number;
  most?: Most;
}

/** A bare, partial clone: commits and directories are in it, files are loaded when something looks into them. */
export interface Clone {
  gitDir: string;
  /** Throws `GitFailure`. */
  run(args: readonly string[], call?: Call): Promise<{ code: number; stdout: Buffer }>;
  /** As `run`, what it printed, without the last line break. */
  text(args: readonly string[], call?: Call): Promise<string>;
  /**
   * Git with everything of its own in this directory but the objects, which are those of the clone, and with a work tree. Its calls fail
   * after `until`, in milliseconds since 1970.
   */
  apart(dir: string, until: number): Promise<Beside>;
}

/** A git directory of its own with a work tree and an index, whose objects are those of a clone. It has no references: commits are named by their ids. */
export interface Beside extends Clone {
  workTree: string;
}

/** Milliseconds. The first fetch of a large repository takes minutes. */
export const fetchLimitMs = 10 * 60_000;
const limitMs = 2 * 60_000;

/** Addresses and tokens are given to each call anew: the clone's own settings hold neither. */
export function openClone(options: CloneOptions): Clone {
  const { path, gitDir, webUrl, signal } = options;
  const remotes = Object.entries(options.remotes);
  const secrets = remotes.flatMap(([, { token }]) => (token === null ? [] : [token, basic(token)]));
  const { elsewhere = null } = options;
  const settings = [...remotes.flatMap(([name, remote]) => settingsOf(webUrl, name, remote)), ...(elsewhere ?? [])];
  const github = webUrl.startsWith('http:') ? 'http' : 'https';
  const protocols = elsewhere === null ? ([github] as const) : ([github, 'https'] as const);
  const env = gitEnvironment({ path, gitDir, protocols, settings });
  const calls = (cwd: string, own: Record<string, string>, until = Number.POSITIVE_INFINITY) => {
    const run: Clone['run'] = (args, call = {}) => {
      const within = Math.min(call.limitMs ?? limitMs, left(until));
      return runGit({ args, cwd, env: { ...env, ...own }, signal, secrets, ...call, limitMs: within });
    };
    const text: Clone['text'] = async (args, call) => (await run(args, call)).stdout.toString().replace(/\n$/, '');
    return { run, text };
  };
  return {
    gitDir,
    ...calls(gitDir, {}),
    async apart(dir, until) {
      const place = { gitDir: join(dir, 'git'), workTree: join(dir, 'tree') };
      for (const made of Object.values(place)) await mkdir(made);
      const own = {
        GIT_DIR: place.gitDir,
        GIT_WORK_TREE: place.workTree,
        GIT_OBJECT_DIRECTORY: join(gitDir, 'objects'),
      };
      const side = calls(place.workTree, own, until);
      await side.run(['init', '--quiet', '--template=']);
      return { ...place, ...side, apart: () => Promise.reject(new Error('This is apart already')) };
    },
  };
}

/** Milliseconds until then, at least one. */
export function left(until: number): number {
  return Math.max(1, until - Date.now());
}

/** Makes an empty one. The directory must be there. */
export async function createClone(options: Omit<CloneOptions, 'remotes' | 'webUrl'>): Promise<void> {
  const clone = openClone({ ...options, webUrl: 'https://github.com', remotes: {} });
  await clone.run(['init', '--quiet', '--bare', '--template=', options.gitDir]);
}

function settingsOf(webUrl: string, name: string, { owner, name: repository, token }: Remote): Setting[] {
  const url = `${webUrl}/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}.git`;
  const header: Setting[] = token === null ? [] : [[`http.${url}.extraHeader`, `Authorization: Basic ${basic(token)}`]];
  return [
    [`remote.${name}.url`, url],
    [`remote.${name}.promisor`, 'true'],
    [`remote.${name}.partialCloneFilter`, 'blob:none'],
    ...header,
  ];
}

function basic(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString('base64');
}
