import type { CheckJob } from '../core/check-message.ts';
import { type EffectiveConfig, effectiveConfig } from '../core/config/effective.ts';
import type { Elsewhere } from '../core/config/elsewhere.ts';
import { holdsDefaults, pathOf } from '../core/config/file.ts';
import { declareLinks } from '../core/config/links.ts';
import { parseOwnerConfig } from '../core/config/parse.ts';
import type { Position } from '../core/config/problem.ts';
import { parseForkFile } from '../core/config/pull-yml.ts';
import { OwnerConfig } from '../core/config/schema.ts';
import { saidBy } from '../core/config/standing.ts';
import { firstParent } from '../core/config/upstream.ts';
import type { Merge } from '../core/merging.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { CheckedBranch } from '../core/text/branch-line.ts';
import {
  branchesTold,
  type CheckAnswer,
  type Follows,
  goodDefaults,
  goodFile,
  invalidFile,
} from '../core/text/config-check.ts';
import type { InstallationClient } from '../github/client.ts';
import type { ConfigAt } from '../github/config-at.ts';
import type { Gateway } from '../github/gateway.ts';
import { type Network, readNetwork } from '../github/read-network.ts';
import { preview } from './preview.ts';
import { type ElsewherePreview, previewElsewhere } from './preview-elsewhere.ts';

interface Given extends ElsewherePreview {
  job: CheckJob;
  seen: ConfigAt;
  client: InstallationClient;
  gateway: Pick<Gateway, 'observe'>;
  /** What may be followed outside GitHub. */
  elsewhere: Elsewhere;
}

const anywhere = () => ({ line: 1, column: 1 });

/** What the file in a commit comes to, in words. Reads what the file names, and writes nothing. */
export async function checkConfig(given: Given): Promise<CheckAnswer | Refusal> {
  const { job, seen } = given;
  const { fork, file, parentConfig: inheritedFrom } = seen;
  const checked = {
    path: pathOf(file),
    defaultBranch: fork.defaultBranch ?? job.fork.branch,
    inUse: seen.inUse,
  };
  if (holdsDefaults(fork.name)) {
    const said = saidBy({ file, inheritedFrom, parse: parseOwnerConfig });
    if (said.kind === 'invalid') return invalidFile(checked, said.problems, job.uses);
    const merges = said.kind === 'valid' ? mergesOf(said.config) : [];
    return goodDefaults(checked, said.kind, { owner: fork.owner, merges });
  }
  const owners = { fork: fork.owner, parent: seen.parent?.owner ?? null };
  const said = saidBy({ file, inheritedFrom, parse: (text, path) => parseForkFile(text, path, owners) });
  if (said.kind === 'invalid') return invalidFile(checked, said.problems, job.uses);
  const valid = said.kind === 'valid';
  const owner = OwnerConfig.nullable().parse(job.defaults);
  const config = effectiveConfig({ own: valid ? said.config : null, owner, repository: fork.name });
  const follows = await followed(given, config, valid ? said.positionOf : anywhere);
  if (isRefusal(follows)) return follows;
  // A file that reads well and names something that is not there is like any other with a problem.
  if (valid && follows.problems.length > 0) return invalidFile(checked, follows.problems, job.uses);
  return goodFile(checked, { kind: said.kind, enabled: config.enabled, ...follows });
}

/** What an owner's file says of merging, of all forks or of one. */
function mergesOf(config: OwnerConfig): Merge[] {
  const layers = [config, ...Object.values(config.repositories ?? {})];
  return layers.flatMap((layer) => layer['pull-request']?.merge ?? []);
}

type Followed = Pick<Follows, 'branches' | 'more' | 'merges' | 'problems'>;

async function followed(
  given: Given,
  config: EffectiveConfig,
  positionOf: (path: string) => Position,
): Promise<Followed | Refusal> {
  const { job, seen } = given;
  const none: Followed = { branches: [], more: 0, merges: [], problems: [] };
  if (!config.enabled) return none;
  const first = job.parent && { id: job.parent.id, known: asShown(job.parent) };
  const parent = firstParent(seen.parent, first);
  const network = await readNetwork({ ...given, fork: seen.fork, parent, config, positionOf });
  if (isRefusal(network)) return network;
  if ('problems' in network) return { ...none, problems: network.problems };
  const declared = declareLinks({ config, ...network, positionOf });
  if ('problems' in declared) return { ...none, problems: declared.problems };
  const branches: CheckedBranch[] = [];
  const told = declared.links.slice(0, branchesTold);
  const { id = 0, url = null } = network.upstream ?? {};
  const elsewhere = url ? await previewElsewhere(given, { id, url }, told) : () => null;
  for (const link of told) {
    const upstream = memberOf(network, link.upstreamId);
    if (upstream === null) continue;
    const { forkBranch, upstreamBranch } = link;
    const branch = upstream.url
      ? { forkBranch, upstream: { ...upstream, branch: upstreamBranch }, plan: elsewhere(upstreamBranch) }
      : await preview(given.gateway, { job, link, ends: { fork: seen.fork, upstream } });
    if (isRefusal(branch)) return branch;
    branches.push(branch);
  }
  const merges = declared.links.map(({ pullRequest }) => pullRequest.merge);
  return { branches, more: declared.links.length - branches.length, merges, problems: [] };
}

function asShown({ branch, ...names }: NonNullable<CheckJob['parent']>): NonNullable<ConfigAt['parent']> {
  return { ...names, defaultBranch: branch };
}

function memberOf({ fork, upstream, others }: Network, id: number) {
  return [upstream, fork, ...others.values()].find((one) => one?.id === id) ?? null;
}
