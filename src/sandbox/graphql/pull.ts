import { canRead } from '../access.ts';
import { branchSha } from '../find.ts';
import { latestReviews, mergeStateOf, reviewDecision } from '../merge-rules.ts';
import { mergeableNow } from '../mergeable.ts';
import { pullPage } from '../present/pull.ts';
import { author } from '../rest/create-pull.ts';
import type { Call } from '../router.ts';
import type { Pull, Repository, TimelineEvent } from '../types.ts';
import { accountNode } from './account.ts';
import { commitNode } from './commit.ts';
import { connection, type PageArgs } from './connection.ts';
import { refNode } from './ref.ts';
import { repositoryNode } from './repository.ts';

export function pullState(pull: Pull): 'OPEN' | 'CLOSED' | 'MERGED' {
  if (pull.mergedAt) return 'MERGED';
  return pull.state === 'open' ? 'OPEN' : 'CLOSED';
}

export function pullNode(call: Call, pull: Pull) {
  const { world } = call;
  return {
    __typename: 'PullRequest',
    id: pull.nodeId,
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    number: pull.number,
    url: pullPage(world, pull),
    permalink: pullPage(world, pull),
    title: pull.title,
    body: pull.body ?? '',
    bodyText: pull.body ?? '',
    ...stateOf(call, pull),
    ...sidesOf(call, pull),
    author: accountNode(world, pull.user),
    mergedBy: pull.mergedBy ? accountNode(world, pull.mergedBy) : null,
    mergeCommit: pull.mergeCommitSha ? commitNode(world, pull.base.repository, pull.mergeCommitSha) : null,
    viewerDidAuthor: pull.user === author(call),
    additions: pull.diff.additions,
    deletions: pull.diff.deletions,
    changedFiles: pull.diff.files,
    commits: (args: PageArgs) => ({ ...connection('commits', args, []), totalCount: pull.commits }),
    labels: (args: PageArgs) =>
      connection(
        'labels',
        args,
        pull.labels.map(({ nodeId: id, name, color }) => ({ __typename: 'Label', id, name, color })),
      ),
    assignees: (args: PageArgs) =>
      connection(
        'assignees',
        args,
        pull.assignees.map((account) => accountNode(world, account)),
      ),
    latestOpinionatedReviews: (args: PageArgs & { writersOnly?: boolean | null }) =>
      connection(
        'latestOpinionatedReviews',
        args,
        latestReviews(pull, args.writersOnly ?? false).map(({ id, state, user }) => ({
          __typename: 'PullRequestReview',
          id: `PRR_${id}`,
          state: state.toUpperCase(),
          author: accountNode(world, user),
        })),
      ),
    timelineItems: (args: PageArgs & { itemTypes?: string[] | null }) =>
      connection('timelineItems', args, timeline(call, pull, args.itemTypes ?? null)),
  };
}

function stateOf(call: Call, pull: Pull) {
  const mergeable = () => ({ true: 'MERGEABLE', false: 'CONFLICTING', null: 'UNKNOWN' })[`${mergeableNow(pull)}`];
  return {
    state: pullState(pull),
    closed: pull.state === 'closed',
    merged: pull.mergedAt !== null,
    isDraft: pull.draft,
    locked: false,
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    closedAt: pull.closedAt,
    mergedAt: pull.mergedAt,
    maintainerCanModify: pull.maintainerCanModify,
    mergeable,
    mergeStateStatus: () => mergeStateOf(call.world, pull),
    reviewDecision: () => reviewDecision(pull),
    viewerCanUpdate: call.caller.kind === 'installation',
  };
}

function sidesOf(call: Call, pull: Pull) {
  const { base, head } = pull;
  const node = (repository: Repository): unknown => repositoryNode(call, repository);
  const seen = head.repository && canRead(call.world, call.caller, head.repository) ? head.repository : null;
  const ref = (repository: Repository, branch: string) => {
    const sha = branchSha(repository, branch);
    return sha ? refNode(call, repository, `refs/heads/${branch}`, sha) : null;
  };
  return {
    baseRefName: base.branch,
    baseRefOid: base.sha,
    baseRepository: () => node(base.repository),
    baseRef: () => ref(base.repository, base.branch),
    repository: () => node(base.repository),
    headRefName: head.branch,
    headRefOid: head.sha,
    headRepository: () => (seen ? node(seen) : null),
    headRepositoryOwner: seen ? accountNode(call.world, head.owner) : null,
    headRef: () => (seen ? ref(seen, head.branch) : null),
    isCrossRepository: head.repository !== base.repository,
  };
}

function timeline(call: Call, pull: Pull, types: string[] | null) {
  const wanted = types?.map((type) =>
    type.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
  return pull.timeline
    .filter(({ type }) => !wanted || wanted.includes(type))
    .map((event) => eventNode(call, pull, event));
}

function eventNode(call: Call, pull: Pull, event: TimelineEvent) {
  const url = `${pullPage(call.world, pull)}#event-${event.id}`;
  return {
    __typename: event.type,
    id: event.id,
    actor: accountNode(call.world, event.actor),
    createdAt: event.createdAt,
    url,
    headRefName: pull.head.branch,
    mergeRefName: pull.base.branch,
    pullRequest: () => pullNode(call, pull),
  };
}
