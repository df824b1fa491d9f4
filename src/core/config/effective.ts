import type { ConflictSettings, PullRequestSettings } from '../link.ts';
import type { Strategy } from '../strategy.ts';
import { defaults } from './defaults.ts';
import { everyMs } from './every.ts';
import type { ForkConfig, OwnerConfig, RepositoryConfig } from './schema.ts';
import { type NamedUpstream, namedUpstream } from './upstream-name.ts';

/** What holds for one fork, with nothing left open that a file can say. */
export interface EffectiveConfig {
  enabled: boolean;
  /** Null: the parent the fork had when the link was made. */
  upstream: NamedUpstream | null;
  strategy: Strategy;
  /** Milliseconds; null: at once. */
  every: number | null;
  /** Null: the fork's default branch follows upstream's. */
  branches: EffectiveBranch[] | null;
  exclude: string[];
  pullRequest: PullRequestSettings;
  holdWhileUpstreamPullOpen: boolean;
  /** A glob over the names of upstream's tags; null: none. */
  tags: string | null;
  conflict: ConflictSettings;
  /** Paths that stay as the fork has them. */
  keep: string[];
}

export interface EffectiveBranch {
  /** `branch` may be a glob; `owner` null: upstream itself. */
  from: { owner: string | null; branch: string };
  /** A glob when `from` is one, with as many stars. */
  to: string;
  /** Branches that the fork does not have are created. */
  create: boolean;
  strategy: Strategy;
  /** As the file writes it; left out: the branch. */
  track?: string | undefined;
  /** A period as the file writes it. */
  delay?: string | undefined;
  /** As the file writes it; left out: what holds for the fork. */
  keep?: string[] | undefined;
  /** What new pull requests of this branch have in place of what those of the fork have. */
  pullRequest?: Partial<PullRequestSettings> | undefined;
  /** The same of what they get with conflicts. */
  conflict?: Partial<ConflictSettings> | undefined;
  /** Where the entry stands, in the file it comes from: the fork's own when that says `branches`, else the owner's. */
  path: string;
}

interface Given {
  own: ForkConfig | null;
  owner: OwnerConfig | null;
  /** Without the owner. */
  repository: string;
}

/** Something that may say anything of a fork, and where it stands in its file. */
interface Layer {
  says: RepositoryConfig;
  path: string;
}

/**
 * The fork's own file over what its owner's says under `repositories` over what that says for all forks, key by key. The
 * keys of `pull-request` and `conflict` count one by one, a list replaces a list.
 */
export function effectiveConfig(given: Given): EffectiveConfig {
  return layered(layersOf(given));
}

function layered(layers: readonly Layer[]): EffectiveConfig {
  const first = <Key extends keyof RepositoryConfig>(key: Key) =>
    layers.map(({ says }) => says[key]).find((value) => value !== undefined);
  const strategy = first('strategy') ?? defaults.strategy;
  return {
    enabled: first('enabled') ?? defaults.enabled,
    upstream: namedUpstream(first('upstream')),
    strategy,
    every: everyMs(first('every') ?? ''),
    branches: branchesOf(layers, strategy),
    exclude: first('exclude') ?? [],
    pullRequest: pullRequestOf(layers),
    tags: tagsOf(first('tags') ?? defaults.tags),
    holdWhileUpstreamPullOpen: first('hold-while-upstream-pull-open') ?? defaults.holdWhileUpstreamPullOpen,
    conflict: conflictOf(layers),
    keep: first('keep') ?? [],
  };
}

/** What may say something of the fork, its own file first. */
export function layersOf({ own, owner, repository }: Given): Layer[] {
  const same = (name: string) => name.toLowerCase() === repository.toLowerCase();
  const [name, named] = Object.entries(owner?.repositories ?? {}).find(([key]) => same(key)) ?? [];
  return [
    { says: own ?? {}, path: '' },
    { says: named ?? {}, path: `repositories.${name}.` },
    { says: owner ?? {}, path: '' },
  ];
}

function branchesOf(layers: readonly Layer[], strategy: EffectiveConfig['strategy']): EffectiveBranch[] | null {
  const layer = layers.find(({ says }) => says.branches !== undefined);
  if (!layer?.says.branches) return null;
  return layer.says.branches.map((entry, index) => {
    const { from, to, create, strategy: own, ...rest } = typeof entry === 'string' ? { from: entry } : entry;
    const [branch = '', owner = null] = from.split(':').reverse();
    return {
      from: { owner, branch },
      to: to ?? branch,
      create: create ?? defaults.create,
      strategy: own ?? strategy,
      track: rest.track,
      delay: rest.delay,
      keep: rest.keep,
      pullRequest: rest['pull-request'],
      conflict: rest.conflict,
      path: `${layer.path}branches.${index}`,
    };
  });
}

function tagsOf(said: string): string | null {
  if (said === 'none') return null;
  return said === 'new' ? '**' : said;
}

function pullRequestOf(layers: readonly Layer[]): PullRequestSettings {
  type Settings = NonNullable<RepositoryConfig['pull-request']>;
  const first = <Key extends keyof Settings>(key: Key) =>
    layers.map(({ says }) => says['pull-request']?.[key]).find((value) => value !== undefined);
  return {
    title: first('title') ?? null,
    labels: first('labels') ?? [],
    assignees: first('assignees') ?? [],
    reviewers: first('reviewers') ?? [],
    draft: first('draft') ?? defaults.draft,
    head: first('head') ?? defaults.head,
    merge: first('merge') ?? defaults.merge,
  };
}

function conflictOf(layers: readonly Layer[]): ConflictSettings {
  const first = (key: keyof ConflictSettings) =>
    layers.map(({ says }) => says.conflict?.[key]).find((value) => value !== undefined);
  return { labels: first('labels') ?? [], reviewers: first('reviewers') ?? [] };
}

/** How many pull requests from installing and from schedules may be open at once, in all forks of the owner. */
export function maxOpenOf(owner: OwnerConfig | null): number {
  return owner?.['max-open'] ?? defaults.maxOpen;
}

/**
 * The file's own shape with every default filled in, for people. Null where the default is no value that a file can
 * hold: the parent as `upstream`, at once as `every`, the default branch as `branches`.
 */
export function shownConfig(config: ForkConfig): object {
  return { version: 1, ...shownRepository([config]), forks: { accept: config.forks?.accept ?? defaults.accept } };
}

/** The same for an owner's file; each of its repositories has what the file says of all of them besides. */
export function shownOwnerConfig(config: OwnerConfig): object {
  const { upstream: _, ...all } = shownRepository([config]);
  const repositories = Object.entries(config.repositories ?? {});
  return {
    version: 1,
    ...all,
    'max-open': maxOpenOf(config),
    repositories: Object.fromEntries(repositories.map(([name, named]) => [name, shownRepository([named, config])])),
  };
}

function shownRepository(says: readonly RepositoryConfig[]) {
  const layers = says.map((one) => ({ says: one, path: '' }));
  const { strategy, branches, exclude, pullRequest, tags: _, ...rest } = layered(layers);
  const { title, ...settings } = pullRequest;
  return {
    enabled: rest.enabled,
    upstream: rest.upstream && (rest.upstream.url ?? `${rest.upstream.owner}/${rest.upstream.name}`),
    strategy,
    every: says.find(({ every }) => every !== undefined)?.every ?? null,
    branches:
      branches?.map(({ from, path: _, pullRequest: __, conflict: ___, ...entry }) => ({
        from: written(from),
        ...entry,
      })) ?? null,
    exclude,
    keep: rest.keep,
    tags: says.find(({ tags }) => tags !== undefined)?.tags ?? defaults.tags,
    'pull-request': { title: title ?? defaults.title, ...settings },
    conflict: rest.conflict,
    'hold-while-upstream-pull-open': rest.holdWhileUpstreamPullOpen,
  };
}

function written({ owner, branch }: EffectiveBranch['from']): string {
  return owner === null ? branch : `${owner}:${branch}`;
}
