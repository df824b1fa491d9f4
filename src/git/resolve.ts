import type { Clone } from './clone.ts';
import { fetchCommit } from './fetch.ts';
import { mergeTree } from './merge-tree.ts';
import { type Known, type MemoryOrder, remembered } from './remembered.ts';
import type { Committer } from './replay.ts';
import { pushTemporary, temporaryRef } from './temporary.ts';

/** Milliseconds: a text can say less, and whoever waits for it should not wait long. */
const askedWithin = 2 * 60_000;
/** Of these, how long is looked for what was done before: for a text, and where a person asked for it. */
const toldWithin = 15_000;
const doneWithin = 60_000;

interface Ends {
  linkId: string;
  fork: { sha: string };
  upstream: { sha: string };
  /** From which git learns how it was done before. */
  memory: Pick<MemoryOrder, 'upstream' | 'past'>;
}

/** What `conflictingIn` found, and a directory for what follows. */
interface Begun {
  files: string[];
  dir: string;
}

/** The files in which a merge of upstream's commit into the fork's conflicts. From here on the clone has both. */
export async function conflictingIn(clone: Clone, { linkId, fork, upstream }: Ends): Promise<string[]> {
  await fetchCommit(clone, { remote: 'upstream', sha: upstream.sha, linkId, limitMs: askedWithin });
  await fetchCommit(clone, { remote: 'fork', sha: fork.sha, linkId, limitMs: askedWithin });
  return (await mergeTree(clone, { ours: upstream.sha, theirs: fork.sha })).files;
}

/** Those files, and which of them were resolved before. */
export async function knownIn(clone: Clone, order: Ends & Begun): Promise<{ files: string[]; known: Known[] }> {
  const { files, known } = await look(clone, order, toldWithin);
  return { files, known };
}

export interface ResolveOrder extends Ends {
  operationId: string;
  committer: Committer;
  message: string;
}

/** `resolved`: the merge is in the fork at `ref`. `unknown`: not everything in it was resolved before. */
export type Resolved = { kind: 'resolved'; sha: string; ref: string } | { kind: 'unknown' };

/**
 * Merges the fork's commit into that of the pull request's head (`upstream`), resolves what conflicts as it was resolved before, and
 * pushes that merge to a temporary reference.
 */
export async function resolveIn(clone: Clone, order: ResolveOrder & Begun): Promise<Resolved> {
  const { linkId, fork, upstream, committer, message } = order;
  const { tree } = await look(clone, order, doneWithin);
  if (tree === null) return { kind: 'unknown' };
  const { name, email, at } = committer;
  const signed = ['author', 'committer'].map((role) => `${role} ${name} <${email}> ${at} +0000`);
  const head = [`tree ${tree}`, `parent ${upstream.sha}`, `parent ${fork.sha}`, ...signed].join('\n');
  const commit = ['hash-object', '-t', 'commit', '-w', '--stdin'];
  const sha = await clone.text(commit, { input: `${head}\n\n${message}\n` });
  const ref = temporaryRef(order);
  await pushTemporary(clone, { sha, ref, linkId });
  return { kind: 'resolved', sha, ref };
}

function look(clone: Clone, { linkId, fork, upstream, memory, files, dir }: Ends & Begun, withinMs: number) {
  return remembered(clone, { ...memory, linkId, withinMs, files, dir, ours: upstream.sha, theirs: fork.sha });
}
