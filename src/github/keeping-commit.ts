import { z } from 'zod';
import { type Kept, type KeptFile, keepMessage } from '../core/keep.ts';
import type { Observation } from '../core/observation.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import { type Place, writeRef } from './move-branch.ts';

const Commit = z.object({ tree: z.object({ sha: z.string() }), committer: z.object({ date: z.string() }) });
const Made = z.object({ sha: z.string() });

/** Files in one request: GitHub gives up on trees that take it longer than 10 seconds. */
const atOnce = 1_000;

/**
 * The commit on upstream's that has the fork's version of what is kept. It is on no branch yet, and has the date of the one it is on: whoever
 * makes it, and however often, it is the same. Three requests, and one more for each thousand files beyond the first.
 * https://docs.github.com/rest/git/trees#create-a-tree https://docs.github.com/rest/git/commits#create-a-commit
 */
export async function keepingCommit(
  place: Place,
  { kept, bot }: { kept: Kept; bot: Bot },
): Promise<{ sha: string } | Refusal> {
  const { client, fork } = place;
  const repository = { owner: fork.owner, repo: fork.name };
  const upstream = await attempt({ client }, async () => {
    const { data } = await client.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
      ...repository,
      commit_sha: kept.of,
    });
    return parseAnswer(Commit, data);
  });
  if (isRefusal(upstream)) return upstream;
  const person = { ...signatureOf(bot), date: upstream.committer.date };
  // A tree with workflows needs the permission that a branch with them does.
  return writeRef(place, async () => {
    let tree = upstream.tree.sha;
    for (const entries of inParts(entriesOf(kept.files))) {
      const made = await client.request('POST /repos/{owner}/{repo}/git/trees', {
        ...repository,
        base_tree: tree,
        tree: entries,
      });
      tree = parseAnswer(Made, made.data).sha;
    }
    const { data } = await client.request('POST /repos/{owner}/{repo}/git/commits', {
      ...repository,
      message: keepMessage(kept),
      tree,
      parents: [kept.of],
      author: person,
      committer: person,
    });
    return parseAnswer(Made, data);
  });
}

/** Our account, and where GitHub's pages are. */
export type Bot = Observation['us'] & { webUrl: string };

/** As GitHub writes what an App commits. https://docs.github.com/account-and-profile/reference/email-addresses-reference#your-noreply-email-address */
export function signatureOf({ webUrl, ...us }: Bot): { name: string; email: string } {
  return { name: `${us.slug}[bot]`, email: `${mailbox(us)}${new URL(webUrl).hostname}` };
}

/** Whether an address of a commit is the one that ours have. */
export function isOfOurs(us: Observation['us'], email: string | null | undefined): boolean {
  return email?.startsWith(mailbox(us)) ?? false;
}

function mailbox({ id, slug }: Observation['us']): string {
  return `${id}+${slug}[bot]@users.noreply.`;
}

type Mode = '100644' | '100755' | '120000' | '160000';

/**
 * Those that go come first. What lies below a file that is kept goes with the directory it was in, and a file goes where one that is kept
 * lies below it.
 */
function entriesOf(files: readonly KeptFile[]) {
  const there = files.flatMap(({ path, version }) => (version === null ? [] : [{ path, ...version }]));
  const paths = new Set(there.map(({ path }) => path));
  const folders = new Set(there.flatMap(({ path }) => foldersOf(path)));
  const goes = ({ path }: KeptFile) => !folders.has(path) && !foldersOf(path).some((folder) => paths.has(folder));
  const gone = files.filter((file) => file.version === null && goes(file));
  return [
    ...gone.map(({ path }) => ({ path, mode: '100644' as Mode, type: 'blob' as const, sha: null })),
    ...there.map(({ path, mode, sha }) => ({
      path,
      mode: mode as Mode,
      type: mode === '160000' ? ('commit' as const) : ('blob' as const),
      sha,
    })),
  ];
}

function foldersOf(path: string): string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
}

function inParts<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / atOnce);
  return Array.from({ length: count }, (_, part) => all.slice(part * atOnce, (part + 1) * atOnce));
}
