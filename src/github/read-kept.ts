import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { type Files, type KeepLimits, type Kept, keepMatcher, keptOf } from '../core/keep.ts';
import type { Comparison } from '../core/observation.ts';
import { without } from '../core/range.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { readRange } from './read-range.ts';
import { refuse } from './refusal.ts';

interface Commits {
  client: InstallationClient;
  repository: { owner: string; name: string };
  /** Of the fork's branch. */
  baseSha: string;
  /** The upstream commit that may be taken. */
  headSha: string;
}

/**
 * What of upstream's commit is to stay as the fork has it, in two requests, and one more where something is and other files differ too; in none
 * where nothing is to, or the fork has that commit, or both have the same files (`same`). Refuses where GitHub lists a part of the files alone: what it leaves out would not be kept;
 * and where finding them would keep the machine busy.
 */
export async function readKept(
  given: Commits & { keep: readonly string[]; comparison: Comparison; same: boolean; limits?: KeepLimits },
): Promise<Kept | null | Refusal> {
  const { keep, comparison, same, headSha, limits } = given;
  if (keep.length === 0 || comparison.kind !== 'counted' || comparison.missing === 0) return null;
  if (same) return { of: headSha, files: [], alone: true, digest: digestOf([]) };
  const ours = await readFiles(given, given.baseSha);
  if (isRefusal(ours)) return ours;
  const theirs = await readFiles(given, headSha);
  if (isRefusal(theirs)) return theirs;
  const kept = await unhurried(keptOf(keep, { ours, theirs }, limits));
  if (kept === null) return refuse({ reason: 'failed', detail: tooLong });
  const alone = kept.alone || (kept.files.length > 0 && (await changesKeptAlone(given)));
  if (typeof alone !== 'boolean') return alone;
  return { of: headSha, files: kept.files, alone, digest: digestOf(kept.files) };
}

/** Lets whatever else runs in this process go on at each pause. */
async function unhurried<T>(work: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await setImmediate();
  }
}

/** What else differs is the fork's own doing. Not known of more files than GitHub lists. */
async function changesKeptAlone(given: Commits & { keep: readonly string[] }): Promise<boolean | Refusal> {
  const range = await readRange(given);
  if (range === null || isRefusal(range)) return range ?? false;
  return !range.cut && without(range, keepMatcher(given.keep)).files.length === 0;
}

function digestOf(files: Kept['files']): string {
  const lines = files.map(({ path, version }) => [version?.mode ?? null, version?.sha ?? null, path]);
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex');
}

const Tree = z.object({
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string() })),
  truncated: z.boolean(),
});

/** Any commit of the fork network. https://docs.github.com/rest/git/trees#get-a-tree */
function readFiles({ client, repository }: Commits, sha: string): Promise<Files | Refusal> {
  return attempt({ client }, async () => {
    const { data } = await client.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
      owner: repository.owner,
      repo: repository.name,
      tree_sha: sha,
      recursive: '1',
    });
    const { tree, truncated } = parseAnswer(Tree, data);
    if (truncated) return refuse({ reason: 'failed', detail: tooMany });
    return new Map(tree.filter(({ type }) => type !== 'tree').map(({ path, mode, sha }) => [path, { mode, sha }]));
  });
}

const tooMany = 'GitHub does not list all files of a repository this large, so keep cannot be used for it: remove keep';

const tooLong =
  'the globs under keep are too many, or have too many stars, for all the files that differ here: name directories in their place';
