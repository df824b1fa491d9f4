import { z } from 'zod';
import { newestTag, tagsBeginWith, trackedTags } from '../core/track.ts';

const commit = '__typename oid ... on Commit { tree { oid } }';

/** The latest release as GitHub counts them: no draft and no prerelease. https://docs.github.com/graphql/reference/objects#repository */
export const releaseField = 'latestRelease';
export const releaseFields = '{ tagName tagCommit { oid tree { oid } } }';

/**
 * The last 100 tags that begin like the pattern, by the dates of what they point to: which of them is the newest is not said by those.
 * `query`, which is left out where a pattern may begin with anything, is the name of a variable.
 */
export function candidatesField(query: string | null): string {
  const named = query === null ? '' : `query: $${query}, `;
  return `refs(refPrefix: "refs/tags/", first: 100, ${named}orderBy: { field: TAG_COMMIT_DATE, direction: DESC })`;
}
export const candidatesFields = `{ nodes { name target { ${commit} ... on Tag { target { ${commit} } } } } }`;

/** Of a repository, in a query that declares the variables of `trackedVariables`. */
export const trackedFields = `trackedRelease: ${releaseField} @include(if: $byRelease) ${releaseFields}
    trackedTags: ${candidatesField('tagsLike')} @include(if: $byTag) ${candidatesFields}`;

/** What is asked for besides, and with which words: of a release, or of tags. */
export function trackedVariables(track: string) {
  const byTag = trackedTags(track) !== null;
  return { byRelease: track === 'release', byTag, tagsLike: tagsBeginWith(track) };
}

const tree = z.object({ oid: z.string() }).nullish();
const object = { __typename: z.string(), oid: z.string(), tree };

export const ReleaseNode = z
  .object({ tagName: z.string(), tagCommit: z.object({ oid: z.string(), tree }).nullable() })
  .nullish();
export const CandidatesNode = z
  .object({
    nodes: z
      .array(
        z
          .object({ name: z.string(), target: z.object({ ...object, target: z.object(object).nullish() }).nullable() })
          .nullable(),
      )
      .nullable(),
  })
  .nullish();

/** What `trackedFields` brings where it is asked for. */
export const trackedNodes = { trackedRelease: ReleaseNode, trackedTags: CandidatesNode };

/** The tag that is followed and its commit; each null where there is none. */
export interface AtTag {
  tag: string | null;
  commit: { oid: string; tree?: { oid: string } | null | undefined } | null;
}

export function atRelease(node: z.infer<typeof ReleaseNode>): AtTag {
  return { tag: node?.tagName ?? null, commit: node?.tagCommit ?? null };
}

/** The newest tag that `track` follows, among those that are at a commit, an annotated one by way of its own object. */
export function atNewestTag(track: string, node: z.infer<typeof CandidatesNode>): AtTag {
  const commits = new Map<string, NonNullable<AtTag['commit']>>();
  for (const { name, target } of (node?.nodes ?? []).filter((one) => one !== null)) {
    const at = target?.__typename === 'Tag' ? target.target : target;
    if (at?.__typename === 'Commit') commits.set(name, at);
  }
  const tag = newestTag(trackedTags(track) ?? '', [...commits.keys()]);
  return { tag, commit: tag === null ? null : (commits.get(tag) ?? null) };
}
