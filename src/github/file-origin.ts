import { z } from 'zod';
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

/**
 * Whether a file on a fork's default branch came from its parent: the commit that changed it last is one of the parent's
 * default branch, whatever the parent did to the file since. Two requests.
 */
export async function isInherited(given: {
  client: InstallationClient;
  repository: { owner: string; name: string };
  path: string;
}): Promise<boolean | Refusal> {
  const { client, repository } = given;
  const ends = await lastChange(given);
  if (ends === null || isRefusal(ends)) return ends ?? false;
  const compared = await compareCommits({ client, repository, ...ends });
  if (isRefusal(compared)) return compared;
  return compared.kind === 'counted' && compared.missing === 0;
}

function lastChange(given: {
  client: InstallationClient;
  repository: { owner: string; name: string };
  path: string;
}): Promise<{ baseSha: string; headSha: string } | null | Refusal> {
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
    return headSha && baseSha ? { baseSha, headSha } : null;
  });
}
