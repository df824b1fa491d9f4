import { z } from 'zod';
import { configPath, pullPath } from '../core/config/file.ts';
import { configFields, configIds, configNode } from './config-file.ts';
import { LatestRelease } from './latest-release.ts';
import { PlacedTip, person, placedTarget } from './placed-tip.ts';
import { actor, PullNode, pullFields } from './pull.ts';
import { TagsNode, tagsField, tagsFields } from './tags-query.ts';
import { trackedFields, trackedNodes } from './tracked-query.ts';

const filesOfCommit = `config: file(path: "${configPath}") { oid } pullConfig: file(path: "${pullPath}") { oid }`;

/**
 * All that a decision and the text of a pull request need, in one query of one point, of two where pull requests are merged. `compare` is asked on the fork's ref, which is its base: `aheadBy` counts what
 * the head (upstream) has and the fork lacks. What only texts need stands
 * apart, where a fault makes nothing else null. https://docs.github.com/graphql/reference/objects#comparison
 */
export const observeQuery = `query Observe(
  $forkOwner: String!, $forkName: String!, $forkBranch: String!, $forkRef: String!,
  $upstreamOwner: String!, $upstreamName: String!, $upstreamBranch: String!, $upstreamRef: String!,
  $placedBranch: String!, $placedRef: String!,
  $head: String!, $byName: Boolean!, $tags: Boolean!, $known: Int!, $knows: Boolean!, $merging: Boolean!,
  $byRelease: Boolean!, $byTag: Boolean!, $tagsLike: String, $elsewhere: Boolean!, $stagedRef: String!
) {
  viewer { databaseId login }
  fork: repository(owner: $forkOwner, name: $forkName, followRenames: true) {
    ...repositoryFields
    owner { ... on User { databaseId } }
    ${configIds('config', 'pullConfig')}
    ... @include(if: $merging) { mergeCommitAllowed squashMergeAllowed rebaseMergeAllowed }
    ref(qualifiedName: $forkRef) {
      target {
        oid
        ... on Commit {
          changedFilesIfAvailable
          tree { oid }
          ${filesOfCommit}
          parents(first: 1) { nodes { ${filesOfCommit} } }
        }
      }
      associatedPullRequests(states: OPEN, first: 10) {
        nodes { url baseRepository { databaseId } author { __typename ... on Bot { databaseId } } }
      }
      compare(headRef: $head) @include(if: $byName) { aheadBy behindBy headTarget { oid } }
    }
    pullRequests(
      first: 30, baseRefName: $forkBranch, headRefName: $upstreamBranch,
      orderBy: { field: CREATED_AT, direction: DESC }
    ) {
      pageInfo { hasNextPage }
      nodes { ...pullFields }
    }
    open: pullRequests(
      first: 10, states: OPEN, baseRefName: $forkBranch, headRefName: $upstreamBranch,
      orderBy: { field: CREATED_AT, direction: DESC }
    ) {
      nodes { number body }
    }
    placed: ref(qualifiedName: $placedRef) {
      ${placedTarget}
      upstream: compare(headRef: $head) @include(if: $byName) { aheadBy behindBy headTarget { oid } }
      fork: compare(headRef: $forkBranch) { aheadBy behindBy headTarget { oid } }
    }
    placedPulls: pullRequests(
      first: 10, baseRefName: $forkBranch, headRefName: $placedBranch,
      orderBy: { field: CREATED_AT, direction: DESC }
    ) {
      pageInfo { hasNextPage }
      nodes { ...pullFields }
    }
    placedOpen: pullRequests(
      first: 10, states: OPEN, baseRefName: $forkBranch, headRefName: $placedBranch,
      orderBy: { field: CREATED_AT, direction: DESC }
    ) {
      nodes { number body }
    }
    past: ref(qualifiedName: $forkRef) {
      target { ... on Commit { history(first: 100) { nodes { committer { email } } } } }
    }
    former: pullRequest(number: $known) @include(if: $knows) { ...pullFields }
    staged: ref(qualifiedName: $stagedRef) @include(if: $elsewhere) { target { oid ... on Commit { tree { oid } } } }
  }
  upstream: repository(owner: $upstreamOwner, name: $upstreamName, followRenames: true) @skip(if: $elsewhere) {
    ...repositoryFields
    ref(qualifiedName: $upstreamRef) { target { oid ... on Commit { tree { oid } } } }
    ${tagsField} @include(if: $tags) ${tagsFields}
    ${trackedFields}
    latestRelease { tagName description tagCommit { oid } }
    ${configFields}
  }
}
fragment repositoryFields on Repository { databaseId id name owner { login } isArchived isPrivate }
${pullFields}`;

/** The same of upstream alone, for the installation that sees it where the fork's does not. */
export const observeUpstreamQuery = `query ObserveUpstream(
  $owner: String!, $name: String!, $ref: String!, $tags: Boolean!,
  $byRelease: Boolean!, $byTag: Boolean!, $tagsLike: String
) {
  upstream: repository(owner: $owner, name: $name, followRenames: true) {
    databaseId id name owner { login } isArchived isPrivate
    ref(qualifiedName: $ref) { target { oid ... on Commit { tree { oid } } } }
    ${tagsField} @include(if: $tags) ${tagsFields}
    ${trackedFields}
    ${configFields}
  }
}`;

const repository = {
  databaseId: z.number(),
  id: z.string(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  isArchived: z.boolean(),
  isPrivate: z.boolean(),
};
const tree = z.object({ oid: z.string() }).nullish();
const target = z.object({ oid: z.string(), tree }).nullable();
const compared = z.object({ aheadBy: z.number(), behindBy: z.number(), headTarget: z.object({ oid: z.string() }) });

export const UpstreamNode = z.object({
  ...repository,
  ...configNode,
  ref: z.object({ target }).nullable(),
  latestRelease: LatestRelease,
  tags: TagsNode,
  ...trackedNodes,
});
export type UpstreamNode = z.infer<typeof UpstreamNode>;

const blob = z.object({ oid: z.string() }).nullish();
const files = { config: blob, pullConfig: blob };
const tip = z
  .object({
    oid: z.string(),
    changedFilesIfAvailable: z.number().nullish(),
    tree,
    ...files,
    parents: z.object({ nodes: z.array(z.object(files).nullable()).nullable() }).nullish(),
  })
  .nullable();
const baseRepository = z.object({ databaseId: z.number() }).nullable();
const outgoingPull = z.object({ url: z.string(), baseRepository, author: actor }).nullable();
const outgoing = z.object({ nodes: z.array(outgoingPull).nullable() });

const open = z
  .object({ nodes: z.array(z.object({ number: z.number(), body: z.string() }).nullable()).nullable() })
  .nullish()
  .catch(null);
const commit = z.object({ committer: person }).nullable();
const past = z
  .object({
    target: z.object({ history: z.object({ nodes: z.array(commit).nullable() }).nullish() }).nullable(),
  })
  .nullish()
  .catch(null);

const pulls = z.object({
  pageInfo: z.object({ hasNextPage: z.boolean() }),
  nodes: z.array(PullNode.nullable()).nullable(),
});

export const ForkNode = z.object({
  ...repository,
  /** With an id where it is a user. */
  owner: z.object({ login: z.string(), databaseId: z.number().nullish() }),
  ...files,
  mergeCommitAllowed: z.boolean().nullish(),
  squashMergeAllowed: z.boolean().nullish(),
  rebaseMergeAllowed: z.boolean().nullish(),
  ref: z.object({ target: tip, associatedPullRequests: outgoing.nullish(), compare: compared.nullish() }).nullable(),
  pullRequests: pulls,
  open,
  /** The branch in the fork that is a head of pull requests of ours, what upstream's and the fork's branch have to it. */
  placed: z.object({ target: PlacedTip.nullable(), upstream: compared.nullish(), fork: compared.nullish() }).nullish(),
  placedPulls: pulls.nullish(),
  placedOpen: open,
  past,
  former: PullNode.nullish(),
  /** What was brought here of an upstream that is not on GitHub. */
  staged: z.object({ target }).nullish(),
});
export type ForkNode = z.infer<typeof ForkNode>;

export const ObserveData = z.object({
  viewer: z.object({ databaseId: z.number(), login: z.string() }),
  fork: ForkNode.nullable(),
  /** Left out where it is not on GitHub. */
  upstream: UpstreamNode.nullable().default(null),
});

export const ObserveUpstreamData = z.object({ upstream: UpstreamNode.nullable() });
