import { z } from 'zod';
import type { Followed } from '../core/config/followed.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { compareCommits } from './compare.ts';
import { isLimitFault, refusalFromFaults } from './refusal.ts';

/** https://docs.github.com/graphql/reference/objects#commit */
export const fileOriginQuery = `query FileOrigin($owner: String!, $name: String!, $path: String!) {
  repository(owner: $owner, name: $name, followRenames: true) {
    defaultBranchRef { target { ... on Commit { history(first: 1, path: $path) { nodes { oid } } } } }
    parent { defaultBranchRef { target { oid } } }
  }
}`;

const commit = z.object({ oid: z.string() });
const Shown = z.object({
  repository: z
    .object({
      defaultBranchRef: z
        .object({
          target: z
            .object({ history: z.object({ nodes: z.array(commit.nullable()).nullish() }).optional() })
            .nullable(),
        })
        .nullable(),
      parent: z.object({ defaultBranchRef: z.object({ target: commit.nullable() }).nullable() }).nullable(),
    })
    .nullable(),
});

/** https://docs.github.com/graphql/reference/objects#repository */
export const fileAtQuery = `query FileAt($owner: String!, $name: String!, $expression: String!) {
  repository(owner: $owner, name: $name, followRenames: true) { object(expression: $expression) { oid } }
}`;

const At = z.object({ repository: z.object({ object: commit.nullable() }).nullable() });

/** Branches that are asked for a commit, and commits for a file, at most. */
const askedAtMost = 10;

/**
 * Whether a file on a fork's default branch came from what the fork follows: the commit that changed it last is one of its parent's
 * default branch, or of what is in `followed`, whatever became of the file there since; or it is the same file, byte for byte, in a commit in
 * `followed`. One request, and one more for each branch and reference, two for each commit.
 * `unknown`: GitHub could not say.
 */
export async function isInherited(given: {
  client: InstallationClient;
  repository: { owner: string; name: string };
  path: string;
  /** Its blob id. */
  blob: string;
  followed: readonly Followed[];
}): Promise<boolean | 'unknown' | Refusal> {
  const { client, repository } = given;
  const refs = given.followed.flatMap((one) => ('ref' in one ? [one.ref] : []));
  const shas = given.followed.flatMap((one) => ('sha' in one ? [one.sha] : []));
  for (const expression of refs.slice(0, askedAtMost)) {
    const at = await objectAt({ ...given, expression });
    if (isRefusal(at)) return at;
    if (at.oid !== null && !shas.includes(at.oid)) shas.unshift(at.oid);
  }
  for (const sha of shas.slice(0, askedAtMost)) {
    const at = await objectAt({ ...given, expression: `${sha}:${given.path}` });
    if (isRefusal(at)) return at;
    if (at.oid === given.blob) return true;
  }
  const ends = await lastChange(given);
  if (ends === null) return 'unknown';
  if (isRefusal(ends)) return ends;
  const { headSha, baseSha: parents } = ends;
  // Where nothing was brought yet nothing can have come.
  if (parents === null && shas.length === 0) return refs.length > 0 ? false : 'unknown';
  const branches = given.followed.flatMap((one) => ('owner' in one ? [`${one.owner}:${one.branch}`] : []));
  const names = new Set([...shas, ...branches]);
  let unknown = false;
  for (const baseSha of [...(parents === null ? [] : [parents]), ...[...names].slice(0, askedAtMost)]) {
    const compared = await compareCommits({ client, repository, baseSha, headSha });
    if (isRefusal(compared)) return compared;
    if (compared.kind === 'counted' && compared.missing === 0) return true;
    // A branch that is gone by now says nothing; the parent's has to.
    if (compared.kind === 'unavailable' && baseSha === parents) unknown = true;
  }
  return unknown ? 'unknown' : false;
}

function lastChange(given: {
  client: InstallationClient;
  repository: { owner: string; name: string };
  path: string;
}): Promise<{ baseSha: string | null; headSha: string } | null | Refusal> {
  const { client, repository, path } = given;
  return attempt({ client }, async () => {
    const { owner, name } = repository;
    const { data, faults, headers } = await client.graphql(fileOriginQuery, { owner, name, path });
    const hidden = (type: string | null) => type === 'NOT_FOUND' || type === 'FORBIDDEN';
    const grave = faults.filter((fault) => isLimitFault(fault) || !hidden(fault.type));
    if (grave.length > 0) return refusalFromFaults(grave, { now: client.now(), as: client.caller, headers });
    const shown = parseAnswer(Shown, data).repository;
    const headSha = shown?.defaultBranchRef?.target?.history?.nodes?.[0]?.oid;
    const baseSha = shown?.parent?.defaultBranchRef?.target?.oid;
    return headSha ? { baseSha: baseSha ?? null, headSha } : null;
  });
}

/** What git calls so in the repository; null: nothing. */
function objectAt(given: {
  client: InstallationClient;
  repository: { owner: string; name: string };
  expression: string;
}): Promise<{ oid: string | null } | Refusal> {
  const { client, repository, expression } = given;
  return attempt({ client }, async () => {
    const { owner, name } = repository;
    const { data, faults, headers } = await client.graphql(fileAtQuery, { owner, name, expression });
    if (faults.length > 0) return refusalFromFaults(faults, { now: client.now(), as: client.caller, headers });
    return { oid: parseAnswer(At, data).repository?.object?.oid ?? null };
  });
}
