import { commitOf } from '../commit.ts';
import { listeners, type Quietly, sendRepositoryEvent } from '../events.ts';
import { fullName } from '../find.ts';
import { changedFiles, commitsSince, contains } from '../history.ts';
import type { Json } from '../present/account.ts';
import { pushedCommitJson } from '../present/commit.ts';
import { pushedRepositoryJson } from '../present/event.ts';
import type { Account, Repository } from '../types.ts';
import { now, type World } from '../world.ts';
import { followBase, followHead, followHeadGone, heldBy } from './follow.ts';

export interface Move extends Quietly {
  repository: Repository;
  /** Full reference name. */
  ref: string;
  /** null deletes it. */
  to: string | null;
  by: Account;
}

const zero = '0'.repeat(40);

/** Moves a reference as a push does: events, and what pull requests make of it. */
export async function moveRef(world: World, move: Move): Promise<void> {
  const { repository, ref, to } = move;
  const before = setRef(move);
  if (before === to) return;
  // Whoever is told of the push finds those pull requests merged that it merges: it is known by then which these are.
  await heldBy(repository, ref.replace('refs/heads/', ''));
  await sendPush(world, move, before);
  const visible = world.lag.push(to);
  if (!visible) return followRef(world, move);
  if (!repository.lagging.has(ref)) repository.lagging.set(ref, before);
  void visible.then(() => {
    if ((repository.refs.get(ref) ?? null) === to) repository.lagging.delete(ref);
    else repository.lagging.set(ref, to);
    return followRef(world, move).catch(() => {});
  });
}

/** The move alone, at once, so that nobody can come between reading and writing. */
export function setRef({ repository, ref, to }: Pick<Move, 'repository' | 'ref' | 'to'>): string | null {
  const before = repository.refs.get(ref) ?? null;
  if (before === to) return before;
  if (to === null) repository.refs.delete(ref);
  else repository.refs.set(ref, to);
  repository.store.noteRef(repository.id, ref, to);
  repository.pushedAt = now();
  repository.updatedAt = repository.pushedAt;
  return before;
}

async function followRef(world: World, move: Move): Promise<void> {
  const { ref, to } = move;
  if (!ref.startsWith('refs/heads/')) return;
  const branch = ref.slice('refs/heads/'.length);
  if (to === null) return followHeadGone(world, { ...move, branch });
  await followHead(world, { ...move, branch });
  await followBase(world, { ...move, branch });
}

async function sendPush(world: World, move: Move, before: string | null): Promise<void> {
  const { repository, ref, by } = move;
  const pushed = ref.startsWith('refs/heads/') || ref.startsWith('refs/tags/');
  if (move.silent || !pushed || listeners(world, 'push', repository).length === 0) return;
  const payload = await pushJson(world, move, before);
  sendRepositoryEvent(world, { event: 'push', action: null, repository, sender: by, payload });
}

async function pushJson(world: World, move: Move, before: string | null): Promise<Json> {
  const { repository, ref, to, by } = move;
  const { store, owner } = repository;
  const page = `${world.url}/${fullName(repository)}`;
  const others = [...repository.refs].filter(([name]) => name !== ref).map(([, sha]) => sha);
  const base = before ? [before] : others;
  // GitHub lists at most 2048 commits in a push event.
  const commits = to ? await commitsSince({ store, base, head: to, limit: 2048 }) : [];
  const listed = await Promise.all(
    commits.map(async (commit) => pushedCommitJson(world, repository, commit, await changedFiles(store, commit))),
  );
  const tip = to ? await commitOf(store, to) : null;
  return {
    ref,
    before: before ?? zero,
    after: to ?? zero,
    created: before === null,
    deleted: to === null,
    forced: before !== null && to !== null && !(await contains(store, to, before)),
    base_ref: null,
    compare:
      before && to ? `${page}/compare/${before.slice(0, 12)}...${to.slice(0, 12)}` : `${page}/commit/${to ?? zero}`,
    commits: listed,
    head_commit: tip ? pushedCommitJson(world, repository, tip, await changedFiles(store, tip)) : null,
    pusher: { name: by.login, email: emailOf(by) },
    repository: pushedRepositoryJson(world, repository, owner.type === 'User' ? emailOf(owner) : null),
  };
}

export function emailOf(account: Account): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}
