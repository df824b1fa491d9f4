import type { Mover } from '../../core/config/circle.ts';
import { type EffectiveConfig, effectiveConfig } from '../../core/config/effective.ts';
import type { Elsewhere } from '../../core/config/elsewhere.ts';
import { pathOf } from '../../core/config/file.ts';
import type { Followed } from '../../core/config/followed.ts';
import { declareLinks } from '../../core/config/links.ts';
import { listedRepositories, type NetworkRepository } from '../../core/config/network.ts';
import { strategyFile } from '../../core/config/origin.ts';
import type { Problem } from '../../core/config/problem.ts';
import { parseForkFile } from '../../core/config/pull-yml.ts';
import type { Wanted } from '../../core/config/reconcile.ts';
import type { ForkConfig, OwnerConfig } from '../../core/config/schema.ts';
import { settingsOfAll } from '../../core/config/settings-of-all.ts';
import { type Standing, spoilt, standingAfter } from '../../core/config/standing.ts';
import { firstParent } from '../../core/config/upstream.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { movesBranch } from '../../core/strategy.ts';
import type { StoredRepository } from '../../db/stored.ts';
import type { ShownRepository } from '../../db/write/repositories.ts';
import type { InstallationClient } from '../../github/client.ts';
import type { Covered } from '../../github/covered.ts';
import { readMember } from '../../github/network.ts';
import { type Network, type ReadNamed, readNetwork } from '../../github/read-network.ts';
import { inheritedBlob } from './inherited.ts';

/** What a covered repository's file and its parent come to. */
export interface Declaration {
  standing: Standing<ForkConfig>;
  /** null: nothing can be said now, so its links stay as they are. */
  wanted: Wanted | null;
  /** Upstreams of the links, and repositories that were listed, to be written before them. */
  upstreams: ShownRepository[];
  /** Repositories whose branches globs were matched against, with the last push before that. */
  listed: Listed[];
}

export interface Listed {
  repositoryId: number;
  pushedAt: string | null;
}

interface Given {
  client: InstallationClient;
  /** Reads what only the file names; without it everything that the App sees is there. */
  readNamed?: ReadNamed;
  shown: Covered;
  /** What the tables know of it; null when it is new. */
  stored: StoredRepository | null;
  owner: Standing<OwnerConfig>;
  /** What may be followed outside GitHub. */
  elsewhere: Elsewhere;
  /** What its links follow. */
  followed: readonly Followed[];
  /** The links by which branches of these repositories are moved without a pull request, and those behind them. */
  moversOf: (repositoryIds: number[]) => Promise<Mover[]>;
}

type Said = Pick<Declaration, 'wanted' | 'upstreams' | 'listed'>;

/** Reads what the file of one repository names, and says which links that makes. Nothing is written. */
export async function declarationOf(given: Given): Promise<Declaration | Refusal> {
  const { shown, stored } = given;
  const before = {
    state: stored?.configState ?? null,
    config: stored?.config ?? null,
    blob: stored?.configBlob ?? null,
    problem: stored?.configProblem ?? null,
  };
  const inherited = await inheritedBlob({ ...given, before });
  if (isRefusal(inherited)) return inherited;
  const owners = { fork: shown.owner, parent: shown.parent?.owner ?? null };
  const read = standingAfter({
    before,
    file: inherited.known ? shown.config : null,
    inheritedFrom: inherited.known ? inherited.blob : null,
    parse: (text, path) => parseForkFile(text, path, owners),
  });
  const said = await linksSaid(given, read);
  if (isRefusal(said)) return said;
  if (!('problems' in said)) return { standing: read, ...said };
  // A file that reads well and names something that is not there is like any other with a problem: it changes nothing.
  const path = pathOf(shown.config ?? { kind: 'missing' });
  const standing = spoilt(before, said.problems, read.blob, path);
  const again = await linksSaid(given, standing);
  if (isRefusal(again)) return again;
  return { standing, ...('problems' in again ? unsaid : again) };
}

const unsaid: Said = { wanted: null, upstreams: [], listed: [] };

/** Which links a file that is understood makes, and what it names that is not there. Nothing is written. */
export async function linksSaid(
  given: Omit<Given, 'followed'>,
  standing: Pick<Standing<ForkConfig>, 'config' | 'state' | 'positionOf'>,
): Promise<Said | { problems: Problem[] } | Refusal> {
  const { client, shown, stored, owner } = given;
  const config = effectiveConfig({ own: standing.config, owner: owner.config, repository: shown.name });
  if (!config.enabled)
    return {
      wanted: {
        ...{ links: [], byFile: true, byDefault: false, off: null, nothing: true },
        settingsOfAll: settingsOfAll(config),
      },
      upstreams: [],
      listed: [],
    };
  if (shown.archived) return unsaid;
  const first = stored?.parentId ? { id: stored.parentId, known: stored.parent } : null;
  const parent = firstParent<ShownRepository>(shown.parent, first);
  const network = await readNetwork({ ...given, fork: shown, parent, config, positionOf: standing.positionOf });
  if (isRefusal(network) || 'problems' in network) return network;
  // A parent that cannot be seen, or a default branch that is missing at either end, does not mean that nothing is followed.
  const both = network.upstream?.defaultBranch && shown.defaultBranch;
  if (config.branches === null && !both) return unsaid;
  const movers = await given.moversOf(moveable(config, network));
  const declared = declareLinks({ config, ...network, movers, positionOf: standing.positionOf });
  if ('problems' in declared) return declared;
  const listed = await listedOf(client, listedRepositories({ config, ...network }));
  if (isRefusal(listed)) return listed;
  const used = new Set([...declared.links.map((link) => link.upstreamId), ...listed.map((one) => one.repositoryId)]);
  return {
    wanted: {
      links: declared.links.map(
        ({
          everyMs,
          pullRequest,
          holdWhileUpstreamPullOpen,
          create,
          track,
          keep,
          delayMs,
          tags,
          conflict,
          ...link
        }) => ({
          ...link,
          settings: { everyMs, pullRequest, holdWhileUpstreamPullOpen, create, track, keep, delayMs, tags, conflict },
        }),
      ),
      byFile: config.branches !== null || config.upstream !== null,
      byDefault: config.branches === null,
      settingsOfAll: settingsOfAll(config),
      strategyByFile: strategyFile({ own: standing.config, owner: owner.config, repository: shown.name }) !== null,
      off: standing.state === 'off' || owner.state === 'off' ? 'config-invalid' : null,
      nothing: false,
    },
    upstreams: [...(parent ? [parent] : []), ...network.named].filter(({ id }) => used.has(id)),
    listed,
  };
}

/** Repositories in which a circle may begin: none where everything is a pull request. */
function moveable(config: EffectiveConfig, { fork, upstream, others }: Network): number[] {
  const strategies = config.branches?.map(({ strategy }) => strategy) ?? [config.strategy];
  if (!strategies.some(movesBranch)) return [];
  return [fork, upstream, ...others.values()].flatMap((one) => one?.id ?? []);
}

/**
 * With the last push to each. Of a parent that GitHub shows no more in that place it is asked for now: a push since the reading began is
 * one that may be missing.
 */
async function listedOf(
  client: InstallationClient,
  repositories: readonly NetworkRepository[],
): Promise<Listed[] | Refusal> {
  const listed: Listed[] = [];
  for (const { id, owner, name, pushedAt } of repositories) {
    const member = pushedAt === undefined ? await readMember(client, { owner, name }) : null;
    if (member !== null && isRefusal(member)) return member;
    listed.push({ repositoryId: id, pushedAt: pushedAt ?? member?.pushedAt ?? null });
  }
  return listed;
}
