import { z } from 'zod';
import { type ConfigBlob, pathOf, pullPath } from '../core/config/file.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { GraphqlFault, InstallationClient } from './client.ts';
import { mergeBase } from './compare.ts';
import {
  configIds,
  countingId,
  expressionsAt,
  forkConfigBlob,
  forkConfigFieldsAt,
  forkConfigNode,
  forkConfigPath,
} from './config-file.ts';
import { isLimitFault, refusalFromFaults } from './refusal.ts';

/** A commit and its configuration file, and what there is to hold it against. */
export interface ConfigAt {
  fork: { id: number; owner: string; name: string; defaultBranch: string | null };
  file: ConfigBlob;
  /** The file is another one than in the commit it is compared with. */
  changed: boolean;
  /** The default branch has this file, so it is the one that counts. */
  inUse: boolean;
  /** null: not a fork, or its parent is not visible to the installation. */
  parent: { id: number; owner: string; name: string; defaultBranch: string | null } | null;
  /** Blob id of the parent's file at the same path; null: it has none, or it cannot be read. */
  parentConfig: string | null;
  /** Head of the parent's default branch. */
  parentHead: string | null;
}

/** https://docs.github.com/graphql/reference/objects#repository */
export const configAtQuery = `query ConfigAt(
  $owner: String!, $name: String!, $commit: String!, $file: String!, $pull: String!, $folder: String!,
  $compared: String!, $pullCompared: String!, $compares: Boolean!
) {
  repository(owner: $owner, name: $name, followRenames: true) {
    ...names
    commit: object(expression: $commit) { oid }
    ${forkConfigFieldsAt({ file: '$file', pull: '$pull', folder: '$folder' })}
    compared: object(expression: $compared) @include(if: $compares) { oid }
    pullCompared: object(expression: $pullCompared) @include(if: $compares) { oid }
    ${configIds('inUse', 'pullInUse')}
    parent { ...names ${configIds('config', 'pullConfig')} }
  }
}
fragment names on Repository { databaseId name owner { login } defaultBranchRef { name target { oid } } }`;

const names = {
  databaseId: z.number(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullable() }).nullable(),
};
const blob = z.object({ oid: z.string() }).nullish();
type Blob = z.infer<typeof blob>;
const Shown = z.object({
  ...names,
  ...forkConfigNode,
  commit: blob,
  compared: blob,
  pullCompared: blob,
  inUse: blob,
  pullInUse: blob,
  parent: z.object({ ...names, config: blob, pullConfig: blob }).nullable(),
});
type Shown = z.infer<typeof Shown>;

interface Given {
  client: InstallationClient;
  repository: { owner: string; name: string };
  headSha: string;
  /** null: the file is known to be another one. */
  compareSha: string | null;
}

/**
 * Reads the file in a commit; null when repository or commit are not there. A file that does not count yet is
 * compared with the commit that it was made from: what the other branch did since is not its doing.
 */
export async function readConfigAt(given: Given): Promise<ConfigAt | null | Refusal> {
  const seen = await read(given);
  if (seen === null || isRefusal(seen)) return seen;
  const { compareSha } = given;
  if (compareSha === null || !seen.changed || seen.inUse) return seen;
  const { client, repository, headSha } = given;
  const base = await mergeBase({ client, repository, baseSha: compareSha, headSha });
  if (base !== null && isRefusal(base)) return base;
  return base === null || base.sha === compareSha ? seen : read({ ...given, compareSha: base.sha });
}

function read({ client, repository, headSha, compareSha }: Given): Promise<ConfigAt | null | Refusal> {
  const compared = expressionsAt(compareSha ?? headSha);
  const variables = {
    ...repository,
    commit: headSha,
    ...expressionsAt(headSha),
    compared: compared.file,
    pullCompared: compared.pull,
    compares: compareSha !== null,
  };
  return attempt({ client }, async () => {
    const { data, faults, headers } = await client.graphql(configAtQuery, variables);
    const grave = faults.filter((fault) => !isHidden(fault));
    if (grave.length > 0) return refusalFromFaults(grave, { now: client.now(), as: client.caller, headers });
    const shown = parseAnswer(z.object({ repository: Shown.nullable() }), data).repository;
    return shown?.commit ? configAt(shown, compareSha !== null) : null;
  });
}

/** The repository, its parent or the parent's file: what a token may not see is null, with a fault beside it. */
function isHidden(fault: GraphqlFault): boolean {
  const hidden = fault.type === 'NOT_FOUND' || fault.type === 'FORBIDDEN';
  const [first, second] = fault.path;
  return hidden && !isLimitFault(fault) && first === 'repository' && (second === undefined || second === 'parent');
}

function configAt(shown: Shown, compares: boolean): ConfigAt {
  const { parent, name } = shown;
  const file = forkConfigBlob(shown);
  const here = counting({ name, ours: shown.config, pull: shown.pullConfig });
  return {
    fork: namesOf(shown),
    file,
    changed: !compares || here !== counting({ name, ours: shown.compared, pull: shown.pullCompared }),
    inUse: here === counting({ name, ours: shown.inUse, pull: shown.pullInUse }),
    parent: parent && namesOf(parent),
    parentConfig: (pathOf(file) === pullPath ? parent?.pullConfig : parent?.config)?.oid ?? null,
    parentHead: parent?.defaultBranchRef?.target?.oid ?? null,
  };
}

/** The file that counts where these are, by path and blob id; null: there is none. */
function counting(at: { name: string; ours: Blob; pull: Blob }): string | null {
  const oid = countingId(at);
  return oid && `${forkConfigPath(at)} ${oid}`;
}

function namesOf(node: Pick<Shown, keyof typeof names>): ConfigAt['fork'] {
  return {
    id: node.databaseId,
    owner: node.owner.login,
    name: node.name,
    defaultBranch: node.defaultBranchRef?.name ?? null,
  };
}
