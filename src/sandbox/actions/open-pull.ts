import type { Quietly } from '../events.ts';
import { sendPullEvent } from '../events.ts';
import type { Account, Pull, Repository } from '../types.ts';
import { nodeId, now, type World } from '../world.ts';

export interface NewPull extends Quietly {
  base: { repository: Repository; branch: string; sha: string };
  head: { repository: Repository; branch: string; sha: string };
  title: string;
  body: string | null;
  draft: boolean;
  maintainerCanModify: boolean;
  user: Account;
  commits: number;
  diff: Pull['diff'];
}

export function openPullBetween(given: Pick<NewPull, 'base' | 'head'>): Pull | undefined {
  const { base, head } = given;
  return base.repository.pulls.find(
    (pull) =>
      pull.state === 'open' &&
      pull.base.branch === base.branch &&
      pull.head.branch === head.branch &&
      pull.head.repository === head.repository,
  );
}

/** Checks are the caller's; nothing is awaited here, so a check made just before still holds. */
export function addPull(world: World, given: NewPull): Pull {
  const { base, head, user } = given;
  const id = world.nextId();
  const at = now();
  const pull: Pull = {
    id,
    nodeId: nodeId('PR', id),
    number: base.repository.pulls.length + 1,
    title: given.title,
    body: given.body,
    state: 'open',
    draft: given.draft,
    user,
    base: { ...base },
    head: { ...head, owner: head.repository.owner },
    maintainerCanModify: given.maintainerCanModify,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    mergedAt: null,
    mergedBy: null,
    mergeCommitSha: null,
    commits: given.commits,
    diff: given.diff,
    labels: [],
    assignees: [],
    reviewers: [],
    teamReviewers: [],
    reviews: [],
    comments: [],
    timeline: [],
  };
  base.repository.pulls.push(pull);
  sendPullEvent(world, { action: 'opened', pull, sender: user, silent: given.silent ?? false });
  return pull;
}
