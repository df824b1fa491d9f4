/** From a configuration and what GitHub showed to the links it declares. */
import type { ConflictSettings, PullRequestSettings } from '../link.ts';
import { movesBranch, type Strategy } from '../strategy.ts';
import { circleMessage } from '../text/circle.ts';
import { followsBranch } from '../track.ts';
import { circular, type Mover } from './circle.ts';
import type { EffectiveBranch, EffectiveConfig } from './effective.ts';
import { elsewhereComplaint } from './elsewhere.ts';
import { everyMs } from './every.ts';
import { fill, globMatcher, isGlob } from './glob.ts';
import { keepFault, keepOf } from './keep.ts';
import { isOurs } from './names.ts';
import { followedBy, type Network, type NetworkRepository } from './network.ts';
import { inOrder, type Position, type Problem, shown } from './problem.ts';
import { type Complaint, type Follow, settle } from './settle.ts';

export interface DeclaredLink {
  forkBranch: string;
  upstreamId: number;
  upstreamBranch: string;
  strategy: Strategy;
  /** Milliseconds; null: at once. */
  everyMs: number | null;
  pullRequest: PullRequestSettings;
  holdWhileUpstreamPullOpen: boolean;
  /** Milliseconds; null: none. */
  delayMs: number | null;
  /** A glob over the names of upstream's tags; null: none, or another link of the fork brings them. */
  tags: string | null;
  conflict: ConflictSettings;
  /** The fork's branch is created when it is missing. */
  create: boolean;
  /** What is followed in the place of upstream's branch; `branch`: nothing is. */
  track: string;
  /** Paths that stay as the fork has them. */
  keep: string[];
}

interface Given extends Network {
  config: EffectiveConfig;
  /** Links of these and other repositories that move a branch without a pull request. */
  movers?: readonly Mover[] | undefined;
  /** Of the file that the branches come from. */
  positionOf: (path: string) => Position;
}

/** The links that a configuration declares, or everything that is wrong with what it names. */
export function declareLinks(given: Given): { links: DeclaredLink[] } | { problems: Problem[] } {
  const { config, positionOf } = given;
  const found = entriesOf(given).map((entry) => follow(entry, given));
  const settled = settle(
    found.flatMap(({ follows }) => follows),
    positionOf,
  );
  const complaints = [
    ...found.flatMap((one) => one.complaints),
    ...settled.complaints,
    ...circles(settled.follows, given),
    ...settled.follows.flatMap(({ entry }) => keepFault(entry, config) ?? []),
  ];
  if (complaints.length > 0) {
    return { problems: inOrder(complaints.map((complaint) => ({ ...complaint, ...positionOf(complaint.path) }))) };
  }
  const bringsTags = tagsBy(settled.follows, given);
  const links = settled.follows.map((follow) => {
    const { entry, repository, upstreamBranch, forkBranch } = follow;
    return {
      forkBranch,
      upstreamId: repository.id,
      upstreamBranch,
      strategy: entry.strategy,
      everyMs: config.every,
      pullRequest: { ...config.pullRequest, ...entry.pullRequest, ...headOf(follow, config) },
      holdWhileUpstreamPullOpen: config.holdWhileUpstreamPullOpen,
      conflict: { ...config.conflict, ...entry.conflict },
      create: entry.create,
      track: trackOf(entry),
      keep: keepOf(entry, config),
      delayMs: everyMs(entry.delay ?? ''),
      tags: follow === bringsTags ? config.tags : null,
    };
  });
  return { links };
}

/** The link that brings upstream's tags: that of the default branch, else the first that follows upstream. */
function tagsBy(follows: readonly Follow[], { fork, upstream }: Given): Follow | undefined {
  const ofUpstream = follows.filter(({ repository }) => repository.id === upstream?.id);
  return ofUpstream.find(({ forkBranch }) => forkBranch === fork.defaultBranch) ?? ofUpstream[0];
}

/** One for each entry; of another repository nothing is said but that it follows in turn. */
function circles(follows: readonly Follow[], { fork, movers = [] }: Given): Complaint[] {
  const declared = new Set(follows.map(({ forkBranch }) => forkBranch));
  const others = movers.filter(({ to }) => to.repositoryId !== fork.id || !declared.has(to.branch));
  const moving = new Map(
    follows
      .filter(({ entry }) => movesBranch(entry.strategy))
      .map((follow) => [
        {
          from: { repositoryId: follow.repository.id, branch: follow.upstreamBranch },
          to: { repositoryId: fork.id, branch: follow.forkBranch },
        },
        follow,
      ]),
  );
  const found = circular([...moving.keys()], others).flatMap((mover) => moving.get(mover) ?? []);
  const byEntry = new Map(found.map((follow) => [follow.entry.path, follow]));
  return [...byEntry.values()].map(({ entry, repository, upstreamBranch, forkBranch }) => ({
    path: entry.path,
    message: circleMessage({
      fork: { ...fork, branch: forkBranch },
      upstream: { ...repository, branch: upstreamBranch },
    }),
  }));
}

function entriesOf({ config, fork, upstream }: Given): EffectiveBranch[] {
  if (config.branches !== null) return config.branches;
  if (!upstream?.defaultBranch || !fork.defaultBranch) return [];
  const from = { owner: null, branch: upstream.defaultBranch };
  return [{ from, to: fork.defaultBranch, create: false, strategy: config.strategy, path: 'upstream' }];
}

function trackOf({ track = followsBranch }: EffectiveBranch): string {
  return track;
}

/**
 * Upstream's own branch goes on beyond a release, has its own version of what is kept, and where it is not on GitHub it is no head of a
 * pull request there.
 */
function headOf({ entry, repository }: Follow, config: EffectiveConfig): Partial<PullRequestSettings> {
  const own = trackOf(entry) === followsBranch && !repository.url && keepOf(entry, config).length === 0;
  return own ? {} : { head: 'fork' };
}

function follow(entry: EffectiveBranch, given: Given): { follows: Follow[]; complaints: Complaint[] } {
  const { fork } = given;
  const repository = followedBy(entry, given);
  const complain = (path: string, message: string) => ({ follows: [], complaints: [{ path, message }] });
  if (repository === null && entry.from.owner !== null) {
    const owner = shown(entry.from.owner);
    return complain(
      `${entry.path}.from`,
      `${owner} has no repository in the network of this fork: name another owner.`,
    );
  }
  if (repository === null) return { follows: [], complaints: [] };
  const elsewhere = repository.url ? elsewhereComplaint(entry) : null;
  if (elsewhere !== null) return { follows: [], complaints: [elsewhere] };
  if (isGlob(entry.from.branch) && trackOf(entry) !== followsBranch) {
    const message = 'One release is for one branch: name that in `from`, without a star, or leave `track` out.';
    return complain(`${entry.path}.track`, message);
  }
  const pairs = isGlob(entry.from.branch)
    ? matched(entry, repository, given)
    : [[entry.from.branch, entry.to] as const];
  const ours = pairs.flat().find(isOurs);
  if (ours !== undefined) {
    return complain(
      entry.path,
      `${shown(ours)} is Backstroke's own, as all of \`backstroke/**\`: name another branch.`,
    );
  }
  const itself = pairs.find(([theirs, own]) => repository.id === fork.id && theirs === own);
  if (itself) {
    const advice = 'name another branch, or another repository as `upstream` or before a colon';
    return complain(entry.path, `${shown(itself[0])} of the fork would follow itself: ${advice}.`);
  }
  const follows = pairs.map(([upstreamBranch, forkBranch]) => ({ entry, repository, upstreamBranch, forkBranch }));
  return { follows, complaints: [] };
}

/** What a glob would bring to a branch that the fork does not have is left out, unless its entry says that it is created. */
function matched(
  entry: EffectiveBranch,
  repository: NetworkRepository,
  { config, fork }: Given,
): (readonly [string, string])[] {
  const match = globMatcher(entry.from.branch);
  const excluded = config.exclude.map(globMatcher);
  const there = new Set(fork.branches ?? []);
  return (repository.branches ?? []).flatMap((branch) => {
    const taken = match(branch);
    if (taken === null || excluded.some((excludes) => excludes(branch) !== null)) return [];
    const target = fill(entry.to, taken);
    return (entry.create || there.has(target)) && !isOurs(target) ? [[branch, target] as const] : [];
  });
}
