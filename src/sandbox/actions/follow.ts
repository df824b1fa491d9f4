import { type Quietly, sendPullEvent } from '../events.ts';
import { branchSha, liveRepositories, shownSha } from '../find.ts';
import { contains, counts, diffSize } from '../history.ts';
import type { Account, Pull, Repository, TimelineEvent } from '../types.ts';
import { now, type World } from '../world.ts';

export interface BranchMove extends Quietly {
  repository: Repository;
  branch: string;
  by: Account;
}

/** The head of an open pull request follows pushes to its branch. */
export async function followHead(world: World, move: BranchMove): Promise<void> {
  for (const pull of openPullsFrom(world, move)) {
    const after = shownSha(move.repository, `refs/heads/${move.branch}`);
    const before = pull.head.sha;
    if (after === null || after === before || pull.state !== 'open') continue;
    pull.head.sha = after;
    await measure(pull);
    touch(pull);
    sendPullEvent(world, { ...move, action: 'synchronize', pull, sender: move.by, payload: { before, after } });
    await closeWhenEmpty(world, pull, move);
  }
}

/** A pull request whose head its base already holds was merged, by whatever way the commits came in. */
export async function followBase(world: World, move: BranchMove): Promise<void> {
  const { repository, branch } = move;
  const tip = branchSha(repository, branch);
  if (tip === null) return;
  const held = await heldBy(repository, branch);
  for (const pull of openPullsInto(repository, branch)) {
    pull.base.sha = tip;
    if (held.has(pull)) markMerged(world, { ...move, pull, sha: pull.head.sha });
    else await measure(pull);
  }
}

/** Open pull requests into a branch that holds their heads. Asked again about the same commits it is known at once. */
export async function heldBy(repository: Repository, branch: string): Promise<Set<Pull>> {
  const tip = branchSha(repository, branch);
  const held = new Set<Pull>();
  if (tip === null) return held;
  for (const pull of openPullsInto(repository, branch)) {
    if (await contains(repository.store, tip, pull.head.sha)) held.add(pull);
  }
  return held;
}

const openPullsInto = ({ pulls }: Repository, branch: string): Pull[] =>
  pulls.filter(({ state, base }) => state === 'open' && base.branch === branch);

/** Deleting a branch closes the pull requests it was the head of. */
export function followHeadGone(world: World, move: BranchMove): void {
  for (const pull of openPullsFrom(world, move)) {
    close(world, { ...move, pull });
    record(world, pull, 'HeadRefDeletedEvent', move.by);
  }
  for (const pull of move.repository.pulls) {
    if (pull.state === 'open' && pull.base.branch === move.branch) close(world, { ...move, pull });
  }
}

export function openPullsFrom(world: World, { repository, branch }: Pick<BranchMove, 'repository' | 'branch'>): Pull[] {
  const pulls = liveRepositories(world).flatMap((other) => other.pulls);
  return pulls.filter(
    ({ state, head }) => state === 'open' && head.repository === repository && head.branch === branch,
  );
}

export function close(world: World, given: Quietly & { pull: Pull; by: Account }): void {
  const { pull, by } = given;
  if (pull.state !== 'open') return;
  pull.state = 'closed';
  pull.closedAt = now();
  touch(pull);
  record(world, pull, 'ClosedEvent', by);
  sendPullEvent(world, { ...given, action: 'closed', sender: by });
}

export function markMerged(world: World, given: Quietly & { pull: Pull; by: Account; sha: string }): void {
  const { pull, by, sha } = given;
  if (pull.state !== 'open') return;
  pull.mergedAt = now();
  pull.mergedBy = by;
  pull.mergeCommitSha = sha;
  record(world, pull, 'MergedEvent', by);
  close(world, given);
}

export function record(world: World, pull: Pull, type: TimelineEvent['type'], actor: Account): void {
  pull.timeline.push({ id: `EV_${world.nextId()}`, type, actor, createdAt: now() });
}

export async function measure(pull: Pull): Promise<void> {
  const { store } = pull.base.repository;
  const base = branchSha(pull.base.repository, pull.base.branch) ?? pull.base.sha;
  pull.commits = (await counts(store, base, pull.head.sha)).ahead;
  pull.diff = await diffSize(store, base, pull.head.sha);
}

export function touch(pull: Pull): void {
  pull.updatedAt = now();
}

/** A head that was pushed back to what the base holds has nothing to ask for: GitHub closes it in the pusher's name. */
async function closeWhenEmpty(world: World, pull: Pull, move: BranchMove): Promise<void> {
  const base = branchSha(pull.base.repository, pull.base.branch);
  if (base && (await contains(pull.base.repository.store, base, pull.head.sha))) close(world, { ...move, pull });
}
