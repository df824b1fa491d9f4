import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createObjects, type Objects } from './objects.ts';
import { remember } from './remember.ts';

export interface Signature {
  name: string;
  email: string;
}

/** One bare git repository: the objects of a whole fork network. */
export interface Store {
  dir: string;
  git(args: string[], given?: Run): Promise<string>;
  objects: Objects;
  /** Notes what git is to be told of a reference before it serves: until then memory is what answers. */
  noteRef(repositoryId: number, ref: string, sha: string | null): void;
  /** Tells git all that was noted. */
  writeRefs(): Promise<void>;
  /** A clock of its own, so that the same change made twice is two commits. */
  tick(): number;
  cached<T>(key: string, make: () => Promise<T>): Promise<T>;
}

interface Run {
  input?: string | Buffer;
  /** Exit codes that are no failure. */
  allow?: number[];
  as?: Identity;
  /** Where the index is in the repository, for what works on one. */
  index?: string;
}

export interface Identity {
  author: Signature;
  committer: Signature;
  /** Of both, in seconds. */
  date: number;
  /** Of the author, where that is another. */
  authored?: number;
}

export const gitHub: Signature = { name: 'GitHub', email: 'noreply@github.com' };

export async function createStore(dir: string): Promise<Store> {
  mkdirSync(dir, { recursive: true });
  const store = storeAt(dir);
  await store.git(['init', '--quiet', '--bare', '--initial-branch=main', '.']);
  return store;
}

function storeAt(dir: string): Store {
  const { cached } = remember();
  let noted = new Map<string, string | null>();
  let writing: Promise<void> = Promise.resolve();
  let clock = 0;

  async function write(): Promise<void> {
    const batch = [...noted];
    noted = new Map();
    if (batch.length === 0) return;
    const deletions = batch.filter(([, sha]) => sha === null).map(([ref]) => `delete ${ref}`);
    const updates = batch.filter(([, sha]) => sha !== null).map(([ref, sha]) => `update ${ref} ${sha}`);
    // Two transactions: in one, git refuses `a/b` although `a` goes.
    const lines = ['start', ...deletions, 'commit', 'start', ...updates, 'commit', ''];
    await git(['update-ref', '--stdin'], { input: lines.join('\n') });
  }

  const git: Store['git'] = (args, given) => run(dir, args, given);

  return {
    dir,
    git,
    objects: createObjects(dir, environment(dir)),
    cached,
    noteRef(repositoryId, ref, sha) {
      noted.set(`${namespace(repositoryId)}/${ref}`, sha);
    },
    writeRefs() {
      writing = writing.catch(() => {}).then(write);
      return writing;
    },
    tick() {
      clock = Math.max(clock + 1, Math.floor(Date.now() / 1000));
      return clock;
    },
  };
}

function run(dir: string, args: string[], given: Run = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...environment(dir, given.as), ...(given.index && { GIT_INDEX_FILE: given.index }) };
    const options = { cwd: dir, env, maxBuffer: 1 << 28 };
    const child = execFile('git', args, options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (!error || (typeof code === 'number' && given.allow?.includes(code))) resolve(stdout);
      else reject(new Error(`git ${args[0]}: ${stderr || error.message}`));
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(given.input ?? '');
  });
}

/** Where git keeps the references of one repository of the network: it can then serve that one alone (gitnamespaces(7)). */
export function namespace(repositoryId: number): string {
  return `refs/namespaces/${repositoryId}`;
}

/** Nothing of the machine's own git settings may change what the sandbox does. */
export function environment(dir: string, as?: Identity): NodeJS.ProcessEnv {
  const { author, committer, date, authored = date } = as ?? { author: gitHub, committer: gitHub, date: 0 };
  return {
    PATH: process.env.PATH,
    HOME: dir,
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_DIR: '.',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_AUTHOR_DATE: `${authored} +0000`,
    GIT_COMMITTER_DATE: `${date} +0000`,
  };
}

export function storePath(dataDir: string, id: number): string {
  return join(dataDir, `network-${id}.git`);
}
