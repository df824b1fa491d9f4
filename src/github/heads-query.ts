import { z } from 'zod';
import { followsBranch, tagsBeginWith } from '../core/track.ts';
import { TagsNode, tagsField, tagsFields } from './tags-query.ts';
import {
  atNewestTag,
  atRelease,
  CandidatesNode,
  candidatesField,
  candidatesFields,
  ReleaseNode,
  releaseField,
  releaseFields,
} from './tracked-query.ts';

/** One branch of one repository. */
export interface HeadRequest {
  /** The caller's own name for it. */
  key: string;
  owner: string;
  name: string;
  /** The numeric id the repository must have. */
  repositoryId: number;
  /** null: the repository alone is asked for. */
  branch: string | null;
  /** What is looked at in the place of the branch, where that is another thing. */
  track?: string;
  /** Whether to look at the tags of the repository as well. */
  tags?: boolean;
}

export interface HeadsPlan {
  query: string;
  variables: Record<string, string>;
  /** Where the answer to each request stands. */
  places: { request: HeadRequest; repository: string; ref: string | null }[];
}

/**
 * One query for many heads: a repository alias (`u0`, `u1`, …) for each repository, in it a ref alias for each branch. Every name is a
 * variable. https://spec.graphql.org/October2021/#sec-Field-Alias
 */
export function planHeads(requests: readonly HeadRequest[]): HeadsPlan {
  const groups = new Map<string, HeadRequest[]>();
  for (const request of requests) {
    const name = `${request.owner}/${request.name}`.toLowerCase();
    groups.set(name, [...(groups.get(name) ?? []), request]);
  }
  const plan: HeadsPlan = { query: '', variables: {}, places: [] };
  const fields: string[] = [];
  for (const [index, members] of [...groups.values()].entries()) {
    const [first] = members;
    if (!first) continue;
    plan.variables[`o${index}`] = first.owner;
    plan.variables[`n${index}`] = first.name;
    const refs = members.map((request, at) => {
      if (request.branch === null) {
        plan.places.push({ request, repository: `u${index}`, ref: null });
        return '';
      }
      plan.places.push({ request, repository: `u${index}`, ref: `r${at}` });
      const { field, value } = fieldOf({ ...request, branch: request.branch }, `b${index}_${at}`);
      if (value !== null) plan.variables[`b${index}_${at}`] = value;
      return `r${at}: ${field}`;
    });
    const repository = `repository(owner: $o${index}, name: $n${index}, followRenames: true)`;
    const tags = members.some((request) => request.tags) ? [`${tagsField} ${tagsFields}`] : [];
    fields.push(
      `  u${index}: ${repository} { databaseId name owner { login } pushedAt ${[...refs, ...tags].join(' ')} }`,
    );
  }
  const declared = Object.keys(plan.variables).map((name) => `$${name}: String!`);
  plan.query = `query Heads(${declared.join(', ')}) {\n  rateLimit { remaining resetAt }\n${fields.join('\n')}\n}`;
  return plan;
}

/** With the value of the variable where it has one. */
function fieldOf(
  { branch, track = followsBranch }: HeadRequest & { branch: string },
  variable: string,
): { field: string; value: string | null } {
  if (track === followsBranch) {
    return { field: `ref(qualifiedName: $${variable}) { target { oid } }`, value: `refs/heads/${branch}` };
  }
  if (track === 'release') return { field: `${releaseField} ${releaseFields}`, value: null };
  const value = tagsBeginWith(track);
  return { field: `${candidatesField(value === null ? null : variable)} ${candidatesFields}`, value };
}

const Ref = z.object({ target: z.object({ oid: z.string() }).nullable() }).nullable();

/** `rateLimit` is null on an Enterprise Server without limits. */
export const HeadsData = z
  .object({ rateLimit: z.object({ remaining: z.number(), resetAt: z.string() }).nullish() })
  .catchall(z.unknown());

export const HeadsRepository = z
  .object({
    databaseId: z.number(),
    name: z.string(),
    owner: z.object({ login: z.string() }),
    tags: TagsNode,
    pushedAt: z.string().nullish(),
  })
  .catchall(z.unknown());

/** The commit of one ref alias, null when there is no such branch, or nothing in its place. */
export function shaOf(
  repository: z.infer<typeof HeadsRepository>,
  alias: string,
  track: string = followsBranch,
): string | null {
  if (track === 'release') return atRelease(ReleaseNode.parse(repository[alias])).commit?.oid ?? null;
  if (track !== followsBranch) {
    return atNewestTag(track, CandidatesNode.parse(repository[alias])).commit?.oid ?? null;
  }
  return Ref.parse(repository[alias] ?? null)?.target?.oid ?? null;
}
