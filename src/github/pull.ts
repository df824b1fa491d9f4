import { z } from 'zod';
import type { HeadPlace } from '../core/link.ts';
import type { MergeState } from '../core/merging.ts';
import type { ObservedPull } from '../core/observation.ts';

/**
 * What we read of a pull request. The author of an App's pull request is a `Bot` whose login lacks `[bot]`, so it is known by its
 * database id, the same as `viewer.databaseId` of an installation token. https://docs.github.com/graphql/reference/objects#bot
 */
export const pullFields = `fragment pullFields on PullRequest {
  number url state mergeable headRefName headRefOid closedAt
  ... @include(if: $merging) {
    mergeStateStatus isDraft reviewDecision
    latestOpinionatedReviews(first: 30, writersOnly: true) { nodes { state } }
  }
  author { __typename ... on Bot { databaseId } }
  headRepository { databaseId }
  headRepositoryOwner { login }
  commits(first: 1) { totalCount }
  labels(first: 100) { nodes { name } }
  assignees(first: 10) { nodes { login } }
  timelineItems(last: 10, itemTypes: [CLOSED_EVENT, HEAD_REF_DELETED_EVENT]) {
    nodes {
      __typename
      ... on ClosedEvent { createdAt actor { __typename ... on Bot { databaseId } } }
      ... on HeadRefDeletedEvent { createdAt }
    }
  }
}`;

export const actor = z.object({ __typename: z.string(), databaseId: z.number().nullish() }).nullable();
const closing = z
  .object({ __typename: z.string(), createdAt: z.string().nullish(), actor: actor.nullish() })
  .nullable();

export const PullNode = z.object({
  number: z.number(),
  url: z.string(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  /** `UNKNOWN` until GitHub has tried. https://docs.github.com/graphql/reference/enums#mergeablestate */
  mergeable: z.string().nullish(),
  headRefName: z.string().nullish(),
  /** https://docs.github.com/graphql/reference/enums#mergestatestatus */
  mergeStateStatus: z.string().nullish(),
  isDraft: z.boolean().nullish(),
  /** null where no review is required, whatever reviews there are. https://docs.github.com/graphql/reference/enums#pullrequestreviewdecision */
  reviewDecision: z.string().nullish(),
  latestOpinionatedReviews: z
    .object({ nodes: z.array(z.object({ state: z.string() }).nullable()).nullable() })
    .nullish(),
  headRefOid: z.string(),
  closedAt: z.string().nullable(),
  author: actor,
  headRepository: z.object({ databaseId: z.number() }).nullable(),
  headRepositoryOwner: z.object({ login: z.string() }).nullable(),
  commits: z.object({ totalCount: z.number() }).nullish(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() }).nullable()).nullable() }).nullish(),
  assignees: z.object({ nodes: z.array(z.object({ login: z.string() }).nullable()).nullable() }).nullish(),
  timelineItems: z.object({ nodes: z.array(closing).nullable() }),
});
export type PullNode = z.infer<typeof PullNode>;

/** Deleting the head branch closes the pull request; the two events carry times of their own, this far apart at most. */
const deletionMs = 10_000;

/** True when the head is a branch of this upstream, or of its owner's when the repository is no more. */
export function comesFrom(pull: PullNode, upstream: { id: number; owners: readonly string[] }): boolean {
  if (pull.headRepository) return pull.headRepository.databaseId === upstream.id;
  const login = pull.headRepositoryOwner?.login.toLowerCase();
  return upstream.owners.some((owner) => owner.toLowerCase() === login);
}

/** On GitHub Enterprise Server hooks run before each merge, which may refuse it. */
const mergeStates: Record<string, MergeState> = {
  CLEAN: 'clean',
  HAS_HOOKS: 'clean',
  UNSTABLE: 'unstable',
  BLOCKED: 'blocked',
  DRAFT: 'blocked',
  BEHIND: 'behind',
  DIRTY: 'dirty',
};

const tried: Record<string, boolean> = { CONFLICTING: true, MERGEABLE: false };

/** In the words of the planner. `us` is the database id of our bot account; `head`: where the head is. */
export function toObservedPull(pull: PullNode, us: number, head: HeadPlace): ObservedPull {
  const states = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;
  return {
    number: pull.number,
    url: pull.url,
    state: states[pull.state],
    head,
    headSha: pull.headRefOid,
    conflicting: tried[pull.mergeable ?? ''] ?? null,
    mergeState: mergeStates[pull.mergeStateStatus ?? ''] ?? 'unknown',
    draft: pull.isDraft ?? false,
    review: reviewOf(pull),
    ours: isUs(pull.author, us),
    closedAt: pull.closedAt,
    closedBy: pull.state === 'CLOSED' ? closedBy(pull, us, head) : null,
    labels: (pull.labels?.nodes ?? []).flatMap((label) => label?.name ?? []),
    assignees: (pull.assignees?.nodes ?? []).flatMap((assignee) => assignee?.login ?? []),
    body: null,
  };
}

function reviewOf({ reviewDecision, latestOpinionatedReviews }: PullNode): ObservedPull['review'] {
  const asked = latestOpinionatedReviews?.nodes?.some((review) => review?.state === 'CHANGES_REQUESTED') ?? false;
  if (asked || reviewDecision === 'CHANGES_REQUESTED') return 'changes';
  return reviewDecision === 'REVIEW_REQUIRED' ? 'required' : null;
}

/** Another App or a workflow that closed it counts as a person: it would close the next one too, without end. */
function closedBy(pull: PullNode, us: number, head: HeadPlace): 'us' | 'person' | 'nobody' {
  const events = (pull.timelineItems.nodes ?? []).filter((event) => event !== null);
  const closed = events.findLast((event) => event.__typename === 'ClosedEvent');
  if (closed && isUs(closed.actor ?? null, us)) return 'us';
  // Closed by GitHub in the name of who pushed the head back to what the base has: nobody turned down what was in it.
  if (pull.headRepository === null || pull.commits?.totalCount === 0) return 'nobody';
  // A head in the fork is removed by people of the fork.
  if (head === 'fork') return 'person';
  const at = Date.parse(closed?.createdAt ?? pull.closedAt ?? '');
  const vanished = events.some(
    (event) =>
      event.__typename === 'HeadRefDeletedEvent' && Math.abs(Date.parse(event.createdAt ?? '') - at) <= deletionMs,
  );
  return vanished ? 'nobody' : 'person';
}

/** True for our own bot account. */
export function isUs(who: z.infer<typeof actor>, us: number): boolean {
  return who?.__typename === 'Bot' && who.databaseId === us;
}
