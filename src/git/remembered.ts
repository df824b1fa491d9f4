/** How conflicts of a fork were resolved before, read from its own history: nothing else is remembered anywhere. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type Beside, type Clone, left } from './clone.ts';
import { fetchCommit } from './fetch.ts';
import { conflictIds, contentAt, forget, lay, put, rerere, resolvedNames } from './rerere.ts';
import { GitFailure } from './run.ts';

/** A conflicting file that was resolved before, and the merge that did it. */
export interface Known {
  path: string;
  commit: string;
}

export interface Remembered {
  /** All that conflict. */
  files: string[];
  known: Known[];
  /** The merge with every conflict resolved as before; null: not all of them were. */
  tree: string | null;
}

export interface MemoryOrder {
  linkId: string;
  ours: string;
  theirs: string;
  /** Those that conflict. */
  files: string[];
  /** What is upstream's taught the fork nothing. */
  upstream: string;
  /** Heads of the link's pull requests that were merged: what was resolved on them may be nowhere else. */
  past: readonly string[];
  /** Milliseconds that looking for it may take. */
  withinMs: number;
  /** An empty directory of this call's. */
  dir: string;
}

/** Merges that are looked at, the newest first, and heads of pull requests. */
const mostMerges = 30;
const mostPast = 5;

/**
 * Says which of the files in which two commits conflict were resolved before. Git's memory is filled from the fork's merges each time, as
 * git's own contrib/rerere-train.sh does, in a place of this call's: who shares the clone learns nothing from it, and need not wait.
 */
export async function remembered(clone: Clone, order: MemoryOrder): Promise<Remembered> {
  const { files, dir } = order;
  const nothing = { files, known: [], tree: null };
  if (files.length === 0) return nothing;
  const until = Date.now() + order.withinMs;
  try {
    const merges = await mergesOf(clone, { ...order, until });
    return merges.length === 0 ? nothing : await recall(await clone.apart(dir, until), { ...order, merges });
  } catch (error) {
    // A conflict is told of without it.
    if (error instanceof GitFailure && error.why !== 'aborted') return nothing;
    throw error;
  }
}

interface Merge {
  sha: string;
  parents: readonly [string, string];
}

/**
 * The merges of two commits that somebody made who may push to the fork: what a branch brought that was merged is not among them, for that
 * may be anybody's.
 */
async function mergesOf(
  clone: Clone,
  { linkId, ours, theirs, upstream, past, until }: MemoryOrder & { until: number },
): Promise<Merge[]> {
  const tips = [ours, theirs];
  for (const [at, sha] of past.slice(0, mostPast).entries()) {
    const fetched = fetchCommit(clone, { remote: 'fork', sha, linkId, as: `past-${at}`, limitMs: left(until) });
    if (await fetched.then(() => true, isGone)) tips.push(sha);
  }
  const args = ['rev-list', '--first-parent', '--merges', '--max-parents=2', '--parents', `--max-count=${mostMerges}`];
  const text = await clone.text([...args, ...tips, `^${upstream}`], { limitMs: left(until) });
  return text.split('\n').flatMap((line) => {
    const [sha, one, other] = line.split(' ');
    return sha && one && other ? [{ sha, parents: [one, other] as const }] : [];
  });
}

function isGone(error: unknown): false {
  if (error instanceof GitFailure && error.why !== 'aborted') return false;
  throw error;
}

async function recall(
  side: Beside,
  { ours, theirs, merges }: MemoryOrder & { merges: readonly Merge[] },
): Promise<Remembered> {
  const before = await lay(side, { ours, theirs });
  const files = before?.merged.files ?? [];
  if (before === null) return { files, known: [], tree: null };
  await rerere(side);
  const ids = await conflictIds(side);
  await forget(side);
  const taught = new Map<string, string>();
  for (const merge of merges) {
    if ([...ids.values()].every((id) => taught.has(id))) break;
    await learn(side, merge);
    for (const id of ids.values()) if (!taught.has(id) && (await isKnown(side, id))) taught.set(id, merge.sha);
  }
  const laid = await lay(side, { ours, theirs });
  if (laid === null) return { files, known: [], tree: null };
  await rerere(side);
  const solved = await resolvedNames(side, laid);
  const known = laid.files.flatMap(({ name, path }) => {
    const commit = taught.get(ids.get(name) ?? '');
    return solved.has(name) && commit !== undefined ? [{ path, commit }] : [];
  });
  if (known.length < files.length) return { files, known, tree: null };
  const contents = laid.files.map(({ name, ...file }) => ({ ...file, content: solved.get(name) ?? Buffer.alloc(0) }));
  return { files, known, tree: await treeWith(side, laid.merged.tree, contents) };
}

function isKnown(side: Beside, id: string): Promise<boolean> {
  const image = join(side.gitDir, 'rr-cache', id, 'postimage');
  return access(image).then(
    () => true,
    () => false,
  );
}

/**
 * Shows git how a merge resolved its conflicts. What it made may meet one of its sides again on its own, as after a squash: that is
 * resolved by what the merge made, too.
 */
async function learn(side: Beside, { sha, parents }: Merge): Promise<void> {
  const [one, other] = parents;
  if (!(await teach(side, { ours: one, theirs: other, result: sha }))) return;
  for (const [on, against] of [parents, [other, one] as const]) {
    const squashed = await side.text(['commit-tree', `${sha}^{tree}`, '-p', on, '-m', 'squashed']);
    await teach(side, { ours: squashed, theirs: against, result: sha });
  }
}

/** False: nothing conflicted there. */
async function teach(
  side: Beside,
  { ours, theirs, result }: { ours: string; theirs: string; result: string },
): Promise<boolean> {
  const laid = await lay(side, { ours, theirs });
  if (laid === null) return false;
  await rerere(side);
  for (const { name, path } of laid.files) {
    const content = await contentAt(side, result, path);
    if (content !== null) await put(side, name, content);
  }
  await rerere(side);
  return true;
}

async function treeWith(
  side: Beside,
  tree: string,
  files: readonly { path: string; mode: string; content: Buffer }[],
): Promise<string> {
  await side.run(['read-tree', tree]);
  for (const { path, mode, content } of files) {
    const oid = await side.text(['hash-object', '-w', '--stdin'], { input: content });
    await side.run(['update-index', '-z', '--index-info'], { input: `${mode} ${oid}\t${path}\0` });
  }
  // Most files of a partial clone are not here.
  return side.text(['write-tree', '--missing-ok']);
}
