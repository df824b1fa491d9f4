import type { Clone } from './clone.ts';
import { mergeTree } from './merge-tree.ts';

export interface Committer {
  name: string;
  email: string;
  /** Seconds since 1970. */
  at: number;
}

export type Replayed = { kind: 'replayed'; sha: string; kept: number; dropped: number } | Conflict;

/** The commit of the fork's own that does not apply, and the files it changes together with upstream. */
export interface Conflict {
  kind: 'conflict';
  commit: string;
  files: string[];
}

/** A commit of the fork's own; `taken`: upstream has one that makes the same change. */
export interface OwnCommit {
  sha: string;
  taken: boolean;
}

/**
 * The commits that `git rebase` would replay, oldest first: what the fork has and upstream has not, without merges. What was
 * upstream's when it was last synced (`known`, an ancestor of the fork) is never the fork's own, even if upstream has taken it back since.
 */
export async function ownCommits(
  clone: Clone,
  { fork, upstream, known }: { fork: string; upstream: string; known: string | null },
): Promise<OwnCommit[]> {
  const args = ['rev-list', '--reverse', '--topo-order', '--right-only', '--cherry-mark', '--no-merges'];
  const without = known !== null && (await isAncestor(clone, known, fork)) ? [`^${known}`] : [];
  const text = await clone.text([...args, `${upstream}...${fork}`, ...without]);
  const lines = text.split('\n').filter(Boolean);
  return lines.map((line) => ({ sha: line.slice(1), taken: line.startsWith('=') }));
}

async function isAncestor(clone: Clone, commit: string, of: string): Promise<boolean> {
  // 128: the commit is not here at all.
  const { code } = await clone.run(['merge-base', '--is-ancestor', commit, of], { allow: [1, 128] });
  return code === 0;
}

/**
 * Puts the commits on top of `onto`, one after the other, without a work tree. Authors, dates and messages stay as they are, to the
 * byte; signatures go, since they would not hold any more. A commit that changes nothing there is dropped.
 */
export async function replay(
  clone: Clone,
  given: { commits: readonly OwnCommit[]; onto: string; committer: Committer },
): Promise<Replayed> {
  const { commits, onto, committer } = given;
  const fresh = commits.filter(({ taken }) => !taken).map(({ sha }) => sha);
  const raw = await readCommits(clone, fresh);
  let head = onto;
  let tree = await clone.text(['rev-parse', `${onto}^{tree}`]);
  let kept = 0;
  for (const [at, sha] of fresh.entries()) {
    const commit = raw[at] ?? Buffer.alloc(0);
    const [parent] = parentsOf(commit);
    const merged = await pick(clone, { sha, parent: parent ?? null, head });
    if ('files' in merged) return { kind: 'conflict', commit: sha, files: merged.files };
    if (merged.tree === tree) continue;
    const next = rewritten(commit, { tree: merged.tree, parent: head, committer });
    head = parent === head ? sha : await clone.text(['hash-object', '-t', 'commit', '-w', '--stdin'], { input: next });
    tree = merged.tree;
    kept += 1;
  }
  return { kind: 'replayed', sha: head, kept, dropped: commits.length - kept };
}

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * The tree that the change of one commit makes of another. `git merge-tree` before 2.40 finds the merge base in history alone, so
 * both sides are put on top of a commit with the tree of the picked one's parent. These three are thrown away.
 */
async function pick(
  clone: Clone,
  { sha, parent, head }: { sha: string; parent: string | null; head: string },
): Promise<{ tree: string } | { files: string[] }> {
  const write = (tree: string, on: string[]) =>
    clone.text(['commit-tree', tree, ...on.flatMap((one) => ['-p', one]), '-m', 'pick']);
  const base = await write(parent === null ? emptyTree : `${parent}^{tree}`, []);
  const [ours, theirs] = await Promise.all([write(`${head}^{tree}`, [base]), write(`${sha}^{tree}`, [base])]);
  const { tree, files } = await mergeTree(clone, { ours, theirs });
  return files.length === 0 ? { tree } : { files };
}

/** The commits as git stores them, in the order asked. */
async function readCommits(clone: Clone, shas: readonly string[]): Promise<Buffer[]> {
  const { stdout } = await clone.run(['cat-file', '--batch'], { input: shas.map((sha) => `${sha}\n`).join('') });
  const commits: Buffer[] = [];
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf('\n', at);
    const size = Number(stdout.subarray(at, end).toString().split(' ')[2]);
    commits.push(stdout.subarray(end + 1, end + 1 + size));
    at = end + size + 2;
  }
  return commits;
}

function parentsOf(commit: Buffer): string[] {
  return headerOf(commit).flatMap((line) => /^parent (.*)$/.exec(line)?.[1] ?? []);
}

/** Lines of the header, byte by byte: names may be in any encoding. */
function headerOf(commit: Buffer): string[] {
  return commit.subarray(0, commit.indexOf('\n\n')).toString('latin1').split('\n');
}

/** https://git-scm.com/docs/git-commit-tree, https://git-scm.com/docs/signature-format: `gpgsig` goes on over lines with a blank in front. */
function rewritten(commit: Buffer, given: { tree: string; parent: string; committer: Committer }): Buffer {
  const header = headerOf(commit);
  const { name, email, at } = given.committer;
  const first = (word: string) => header.find((line) => line.startsWith(`${word} `));
  const head = [`tree ${given.tree}`, `parent ${given.parent}`, first('author') ?? ''].join('\n');
  const encoding = first('encoding');
  return Buffer.concat([
    Buffer.from(`${head}\n`, 'latin1'),
    Buffer.from(`committer ${name} <${email}> ${at} +0000`),
    Buffer.from(encoding === undefined ? '' : `\n${encoding}`, 'latin1'),
    commit.subarray(commit.indexOf('\n\n')),
  ]);
}
