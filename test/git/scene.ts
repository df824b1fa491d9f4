import type { Refusal } from '../../src/core/refusal.ts';
import { type ConflictsOrder, createGit, type Git, type Rebased, type RebaseOrder } from '../../src/git/git.ts';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { sandboxWithFork } from '../sandbox/support.ts';
import { directory, gitOk, mintToken, remote } from '../support/git-program.ts';

export const bot = { name: 'backstroke[bot]', email: '1+backstroke[bot]@users.noreply.github.com', at: 1_700_000_000 };
export const path = process.env.PATH ?? '';
export const never = new AbortController().signal;

export interface Scene {
  sandbox: Sandbox;
  installationId: number;
  token: string;
  git: Git;
  cacheDir: string;
  /** Of the fork's main onto upstream's, as both are now. */
  order(more?: Partial<RebaseOrder>): RebaseOrder;
  rebase(more?: Partial<RebaseOrder>): Promise<Rebased | Refusal>;
  /** Of the fork's main and upstream's, without a past unless one is given. */
  heads(more?: Partial<ConflictsOrder>): ConflictsOrder;
  /** Runs git in a mirror of both repositories as they are now. */
  look(...args: string[]): Promise<string>;
  /** A clone of the fork, from which a person pushes. */
  person(): Promise<Person>;
}

/** Runs git in their clone; `with` gives it something to read. */
export interface Person {
  (...args: string[]): Promise<string>;
  with(input: string): (...args: string[]) => Promise<string>;
}

/** `up/hello` with a file of ten lines, its fork `octo/hello`, and the git of a worker. */
export async function scene(options: { limitBytes?: number } = {}): Promise<Scene> {
  const sandbox = await sandboxWithFork();
  const lines = Array.from({ length: 10 }, (_, at) => `line ${at}\n`).join('');
  const first = await sandbox.commit('up/hello', 'main', { files: { 'lines.txt': lines } });
  await sandbox.forcePush('octo/hello', 'main', first);
  const installationId = sandbox.install('octo', 'all');
  const token = await mintToken(sandbox, installationId);
  const cacheDir = directory();
  const git = createGit({ path, webUrl: sandbox.url, cacheDir, limitBytes: options.limitBytes ?? 1 << 30 });
  const mirror = directory();
  await gitOk(mirror, ['init', '-q', '--bare', '.']);
  let operation = 0;
  const order = (more: Partial<RebaseOrder> = {}): RebaseOrder => ({
    upstreamId: sandbox.repository('up/hello').id,
    linkId: 'link',
    operationId: `operation-${++operation}`,
    fork: { owner: 'octo', name: 'hello', token, sha: sandbox.head('octo/hello', 'main') ?? '' },
    upstream: { owner: 'up', name: 'hello', token, sha: sandbox.head('up/hello', 'main') ?? '' },
    syncedSha: null,
    committer: bot,
    ...more,
  });
  return {
    sandbox,
    installationId,
    token,
    git,
    cacheDir,
    order,
    rebase: (more) => git.rebase(order(more), never),
    heads(more = {}) {
      const { upstreamId, linkId, fork, upstream } = order();
      return { upstreamId, linkId, fork, upstream, memory: { upstream: upstream.sha, past: [] }, ...more };
    },
    async look(...args) {
      await gitOk(mirror, ['fetch', '-q', '--prune', remote(sandbox, 'octo/hello', token), '+refs/*:refs/fork/*']);
      await gitOk(mirror, ['fetch', '-q', remote(sandbox, 'up/hello', token), '+refs/*:refs/up/*']);
      return gitOk(mirror, args);
    },
    async person() {
      const cwd = directory();
      await gitOk(cwd, ['clone', '-q', remote(sandbox, 'octo/hello', token), '.']);
      const reading =
        (input: string) =>
        (...args: string[]) =>
          gitOk(cwd, args, input);
      return Object.assign(reading(''), { with: reading });
    },
  };
}

/** What a rebase that worked came to. */
export function rebased(outcome: Rebased | { kind: 'no-git' } | Refusal): Extract<Rebased, { kind: 'rebased' }> {
  if ('kind' in outcome && outcome.kind === 'rebased') return outcome;
  throw new Error(`it was not rebased: ${JSON.stringify(outcome)}`);
}

/** The content of `lines.txt` with one line changed. */
export function linesWith(at: number, text: string): string {
  return Array.from({ length: 10 }, (_, index) => `${index === at ? text : `line ${index}`}\n`).join('');
}
