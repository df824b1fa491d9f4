import type { Mover } from '../../../src/core/config/circle.ts';
import { effectiveConfig } from '../../../src/core/config/effective.ts';
import { declareLinks } from '../../../src/core/config/links.ts';
import type { NetworkRepository } from '../../../src/core/config/network.ts';
import { parseForkConfig } from '../../../src/core/config/parse.ts';
import type { ForkConfig } from '../../../src/core/config/schema.ts';

export const fork: NetworkRepository = { id: 1, owner: 'octo', name: 'hello', defaultBranch: 'main', branches: null };
export const upstream: NetworkRepository = { id: 2, owner: 'up', name: 'hello', defaultBranch: 'dev', branches: null };

/** What a file says for the fork, where its owner has no defaults. */
export const config = (own: ForkConfig) => effectiveConfig({ own, owner: null, repository: fork.name });

interface Network {
  fork?: Partial<NetworkRepository>;
  upstream?: Partial<NetworkRepository> | null;
  others?: Record<string, NetworkRepository | null>;
  movers?: Mover[];
}

/** What a file declares in a network: `fork branch < id:upstream branch`, or `line:column (path) message`. */
export function declared(file: string, given: Network = {}): string[] {
  const parsed = parseForkConfig(file);
  if (!parsed.valid) throw new Error(JSON.stringify(parsed.problems));
  const result = declareLinks({
    config: config(parsed.config),
    fork: { ...fork, ...given.fork },
    upstream: given.upstream === null ? null : { ...upstream, ...given.upstream },
    others: new Map(Object.entries(given.others ?? {})),
    movers: given.movers,
    positionOf: parsed.positionOf,
  });
  return 'links' in result
    ? result.links.map((link) => `${link.forkBranch} < ${link.upstreamId}:${link.upstreamBranch}`)
    : result.problems.map(({ line, column, path, message }) => `${line}:${column} (${path}) ${message}`);
}
