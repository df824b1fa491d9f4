import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitUrl } from '../core/config/git-url.ts';
import type { Refusal } from '../core/refusal.ts';
import { stagedRef } from '../core/staged-ref.ts';
import type { Clone, Remote } from './clone.ts';
import { fetchCommit } from './fetch.ts';
import { failureOf } from './host-failure.ts';
import type { Gone } from './reach.ts';
import { GitFailure } from './run.ts';

export interface StageOrder {
  /** Name the clone: a server that nobody vouches for is told of no other fork's commits, and cannot have them pushed to this one. */
  upstreamId: number;
  forkId: number;
  linkId: string;
  /** Where upstream is, and its branch. */
  url: string;
  branch: string;
  /** With a token that may write to it, and the head of its branch where that is there. */
  fork: Remote & { sha: string | null };
}

/** What is taken of a host outside GitHub at once. */
export interface StageLimits {
  /** Bytes of a pack. GitHub takes 2 GiB in a push: https://docs.github.com/repositories/working-with-files/managing-large-files */
  bytes: number;
  /** Milliseconds. */
  ms: number;
}

export const stageLimits: StageLimits = { bytes: 2 * 1024 ** 3, ms: 3 * 60_000 };

/**
 * Fetches upstream's branch and leaves its head at a reference of the fork's that nobody sees. What the fork's branch has is known to the
 * clone first, so that upstream is asked for the rest alone.
 */
export async function stageBranch(
  clone: Clone,
  given: { order: StageOrder; url: GitUrl; gitDir: string; limits: StageLimits },
): Promise<{ sha: string } | Gone | Refusal> {
  const { order, url } = given;
  const { linkId, fork } = order;
  if (fork.sha !== null) await fetchCommit(clone, { remote: 'fork', sha: fork.sha, linkId });
  const fetched = await fetchBranch(clone, given);
  if (fetched !== null) return fetched;
  const sha = await clone.text(['rev-parse', '--verify', '--quiet', `${keptRef(linkId)}^{commit}`]).catch(onlyEnded);
  if (sha === null) return { gone: `${order.branch} of ${url.host} is no branch of commits` };
  const args = ['push', '--porcelain', '--no-verify', '--quiet', 'fork', `+${sha}:${stagedRef(linkId)}`];
  await clone.run(args, { limitMs: given.limits.ms });
  return { sha };
}

function keptRef(linkId: string): string {
  return `refs/kept/${linkId}/upstream`;
}

/** null: it is there. */
async function fetchBranch(
  clone: Clone,
  { order, url, gitDir, limits }: Parameters<typeof stageBranch>[1],
): Promise<null | Gone | Refusal> {
  const { linkId, branch } = order;
  const packs = join(gitDir, 'objects', 'pack');
  await removeHalf(packs);
  const flags = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules'];
  try {
    const args = ['fetch', ...flags, '--', url.url, `+refs/heads/${branch}:${keptRef(linkId)}`];
    await clone.run(args, { limitMs: limits.ms, most: { memoryKib, fileBytes: limits.bytes } });
    return null;
  } catch (error) {
    if (!(error instanceof GitFailure) || error.why === 'aborted') throw error;
    if ((await removeHalf(packs)) >= limits.bytes)
      return { gone: `more than ${megabytes(limits.bytes)} MiB would have to be fetched at once` };
    return failureOf(error, url.host);
  }
}

/** KiB of memory for what is made of a pack, whatever it claims to hold. */
const memoryKib = 4 * 1024 * 1024;

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2);
}

/** Removes what a fetch that was ended left, and says how many bytes the largest of its files had. */
async function removeHalf(packs: string): Promise<number> {
  const left = (await readdir(packs)).filter((name) => name.startsWith('tmp_')).map((name) => join(packs, name));
  const sizes = await Promise.all(left.map(async (path) => (await stat(path)).size));
  await Promise.all(left.map((path) => rm(path, { force: true })));
  return Math.max(0, ...sizes);
}

function onlyEnded(error: unknown): null {
  if (error instanceof GitFailure && error.why === 'ended') return null;
  throw error;
}
