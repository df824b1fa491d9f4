import { effectiveConfig, says } from '../../core/config/effective.ts';
import { pathOf } from '../../core/config/file.ts';
import { declareLinks } from '../../core/config/links.ts';
import type { Problem } from '../../core/config/problem.ts';
import { parseForkFile } from '../../core/config/pull-yml.ts';
import type { Wanted } from '../../core/config/reconcile.ts';
import type { ForkConfig, OwnerConfig } from '../../core/config/schema.ts';
import { type Standing, spoilt, standingAfter } from '../../core/config/standing.ts';
import { firstParent } from '../../core/config/upstream.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { StoredRepository } from '../../db/stored.ts';
import type { InstallationClient } from '../../github/client.ts';
import type { Covered, RepositoryNames } from '../../github/covered.ts';
import type { Followed } from '../../github/file-origin.ts';
import { readNetwork } from '../../github/read-network.ts';
import { inheritedBlob } from './inherited.ts';

/** What a covered repository's file and its parent come to. */
export interface Declaration {
  standing: Standing<ForkConfig>;
  /** null: nothing can be said now, so its links stay as they are. */
  wanted: Wanted | null;
  /** Upstreams of the links, to be written before them. */
  upstreams: RepositoryNames[];
}

interface Given {
  client: InstallationClient;
  shown: Covered;
  /** What the tables know of it; null when it is new. */
  stored: StoredRepository | null;
  owner: Standing<OwnerConfig>;
  /** What its links follow. */
  followed: readonly Followed[];
}

type Said = Pick<Declaration, 'wanted' | 'upstreams'>;

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
  const said = await say(given, read);
  if (isRefusal(said)) return said;
  if (!('problems' in said)) return { standing: read, ...said };
  // A file that reads well and names something that is not there is like any other with a problem: it changes nothing.
  const path = pathOf(shown.config ?? { kind: 'missing' });
  const standing = spoilt(before, said.problems, read.blob, path);
  const again = await say(given, standing);
  if (isRefusal(again)) return again;
  return { standing, ...('problems' in again ? unsaid : again) };
}

const unsaid: Said = { wanted: null, upstreams: [] };

async function say(given: Given, standing: Standing<ForkConfig>): Promise<Said | { problems: Problem[] } | Refusal> {
  const { client, shown, stored, owner } = given;
  const config = effectiveConfig({ own: standing.config, owner: owner.config, repository: shown.name });
  if (!config.enabled)
    return { wanted: { links: [], byFile: true, byDefault: false, off: null, nothing: true }, upstreams: [] };
  if (shown.archived) return unsaid;
  const first = stored?.parentId ? { id: stored.parentId, known: stored.parent } : null;
  const parent = firstParent(shown.parent, first);
  const network = await readNetwork({ client, fork: shown, parent, config, positionOf: standing.positionOf });
  if (isRefusal(network) || 'problems' in network) return network;
  // A parent that cannot be seen, or a default branch that is missing at either end, does not mean that nothing is followed.
  const both = network.upstream?.defaultBranch && shown.defaultBranch;
  if (config.branches === null && !both) return unsaid;
  const declared = declareLinks({ config, ...network, positionOf: standing.positionOf });
  if ('problems' in declared) return declared;
  const used = new Set(declared.links.map((link) => link.upstreamId));
  return {
    wanted: {
      links: declared.links.map(
        ({ everyMs, pullRequest, holdWhileUpstreamPullOpen, create, delayMs, tags, conflict, ...link }) => ({
          ...link,
          settings: { everyMs, pullRequest, holdWhileUpstreamPullOpen, create, delayMs, tags, conflict },
        }),
      ),
      byFile: config.branches !== null || config.upstream !== null,
      byDefault: config.branches === null,
      strategyByFile: says({ own: standing.config, owner: owner.config, repository: shown.name }, 'strategy'),
      off: standing.state === 'off' || owner.state === 'off' ? 'config-invalid' : null,
      nothing: false,
    },
    upstreams: [...(parent ? [parent] : []), ...network.named].filter(({ id }) => used.has(id)),
  };
}
