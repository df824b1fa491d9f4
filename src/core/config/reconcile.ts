/** From the links a fork has and those its configuration declares to what has to change. */
import type { LinkOff, LinkSettings } from '../link.ts';
import type { Strategy } from '../strategy.ts';

export interface ExistingLink {
  id: string;
  source: 'install' | 'config' | 'api';
  off: LinkOff | null;
  /** It was declared as following the default branches, whichever they are. */
  followsDefault: boolean;
  forkBranch: string;
  upstreamId: number;
  upstreamBranch: string;
  strategy: Strategy;
  /** null: what is stored cannot be read. */
  settings: LinkSettings | null;
}

export type WantedLink = Pick<ExistingLink, 'forkBranch' | 'upstreamId' | 'upstreamBranch' | 'strategy'> & {
  settings: LinkSettings;
};

export type LinkEnds = Pick<WantedLink, 'forkBranch' | 'upstreamId' | 'upstreamBranch'>;

/** With what is followed there. */
export type FollowedEnds = LinkEnds & { track: string };

export interface Wanted {
  links: WantedLink[];
  /** Declared in a file, not only by being a fork: it takes the branch from a link made by the API, and undoes a deletion. */
  byFile: boolean;
  /** No branch is named: what is declared is that the default branches follow each other. */
  byDefault: boolean;
  /** What the file says of all links, for those that a person made and it does not declare. */
  settingsOfAll: LinkSettings;
  /** A file says which strategy. Where none does, what a person chose by the API stays. */
  strategyByFile?: boolean;
  /** What is said against all of them: there never was a valid file. */
  off: 'config-invalid' | null;
  /** The file switches the whole repository off, with the links made by the API. */
  nothing: boolean;
}

export interface Changed
  extends Partial<Pick<ExistingLink, 'source' | 'off' | 'followsDefault' | 'strategy'> & Pick<WantedLink, 'settings'>> {
  id: string;
  /** It follows, and moves, other branches from now on, or another thing of the same. */
  ends?: FollowedEnds;
  /** To create the branch is said only now: that it was there before does not keep it from being created. */
  branchSeenAt?: null;
  /** Something a sync would do differently: it is asked for one. */
  ask: boolean;
}

export interface Reconciliation {
  insert: (WantedLink & Pick<ExistingLink, 'off' | 'followsDefault'> & { source: 'install' | 'config' })[];
  update: Changed[];
  /** What is queued of these must not run. */
  revoke: string[];
  /** Links that are wanted besides, for the next time. */
  left: number;
}

/**
 * Links of a fork that are made, or switched on again, at once: each is an operation, and may be a branch or a pull request. A glob that
 * was meant to match ten branches and matches a thousand can be corrected before it did.
 */
export const mostNew = 100;

/**
 * Links are matched by fork branch, upstream and upstream branch. What is no longer declared is switched off, never
 * deleted, and comes back with all it knows when it is declared again. The link of the default branches stays the same when one of
 * them is another branch by now.
 */
export function reconcile(existing: readonly ExistingLink[], wanted: Wanted): Reconciliation {
  const source = wanted.byFile ? 'config' : 'install';
  const insert: Reconciliation['insert'] = [];
  const changes: Changed[] = [];
  const settled = new Set<string>();
  const taken = new Set<string>();
  let news = 0;
  for (const link of wanted.links) {
    const match = existing.find((one) => isSame(one, link)) ?? followingDefault(existing, link, wanted);
    if (match) settled.add(match.id);
    const other = existing.find(
      (one) => one.source === 'api' && one.off === null && one.forkBranch === link.forkBranch,
    );
    // A person said which upstream this branch follows; being a fork says less than that.
    if (other && other.id !== match?.id && !wanted.byFile) {
      if (match && match.off === null) changes.push({ id: match.id, off: 'disabled', ask: false });
      continue;
    }
    if (wanted.off === null && match?.off !== null) {
      news += 1;
      if (news > mostNew) continue;
    }
    taken.add(link.forkBranch);
    if (match) changes.push(...changeTo(match, link, wanted));
    else insert.push({ ...link, source, off: wanted.off, followsDefault: wanted.byDefault });
  }
  for (const link of existing) {
    if (!settled.has(link.id)) changes.push(...undeclared(link, wanted, taken));
  }
  const wasOn = new Set(existing.filter((link) => link.off === null).map((link) => link.id));
  const revoke = changes.filter((change) => change.off && wasOn.has(change.id)).map((change) => change.id);
  return { insert, update: changes, revoke, left: Math.max(0, news - mostNew) };
}

/** The link that was of the default branches before one of them was another; the one that is on before others. */
function followingDefault(
  existing: readonly ExistingLink[],
  { upstreamId }: WantedLink,
  { byDefault }: Wanted,
): ExistingLink | undefined {
  const all = existing.filter((one) => byDefault && one.followsDefault && one.upstreamId === upstreamId);
  return all.find((one) => one.off === null) ?? all[0];
}

function changeTo(link: ExistingLink, to: WantedLink, wanted: Wanted): Changed[] {
  if (link.off === 'removed' && !wanted.byFile) return [];
  const change: Changed = { id: link.id, ask: false };
  if (link.followsDefault !== wanted.byDefault) change.followsDefault = wanted.byDefault;
  if (!isSame(link, to) || link.settings?.track !== to.settings.track) change.ends = endsOf(to);
  if (wanted.byFile && link.source !== 'config') change.source = 'config';
  if (!wanted.byFile && link.source === 'config') change.source = 'install';
  if (link.off !== wanted.off) change.off = wanted.off;
  const chosen = link.source === 'api' && !wanted.byFile && !wanted.strategyByFile;
  if (link.strategy !== to.strategy && !chosen) change.strategy = to.strategy;
  if (!sameSettings(link.settings, to.settings)) change.settings = to.settings;
  if (to.settings.create && link.settings?.create === false) change.branchSeenAt = null;
  const otherwise = change.off !== undefined || Boolean(change.ends ?? change.strategy ?? change.settings);
  change.ask = wanted.off === null && otherwise;
  return Object.keys(change).length > 2 ? [change] : [];
}

function undeclared(link: ExistingLink, wanted: Wanted, taken: ReadonlySet<string>): Changed[] {
  if (link.off === 'removed') return [];
  const stays = link.source === 'api' && !wanted.nothing && !taken.has(link.forkBranch);
  if (!stays) return link.off === 'disabled' ? [] : [{ id: link.id, off: 'disabled', ask: false }];
  const settings = wanted.settingsOfAll;
  const otherwise = sameSettings(link.settings, settings) ? {} : { settings };
  const on = link.off === null ? {} : { off: null };
  const change: Changed = { id: link.id, ...on, ...otherwise, ask: true };
  return Object.keys(change).length > 2 ? [change] : [];
}

function endsOf({ forkBranch, upstreamId, upstreamBranch, settings: { track } }: WantedLink): FollowedEnds {
  return { forkBranch, upstreamId, upstreamBranch, track };
}

/** Between the same two branches. */
export function isSame(a: LinkEnds, b: LinkEnds): boolean {
  return a.forkBranch === b.forkBranch && a.upstreamId === b.upstreamId && a.upstreamBranch === b.upstreamBranch;
}

function sameSettings(a: LinkSettings | null, b: LinkSettings): boolean {
  if (a === null) return false;
  const words = (settings: LinkSettings) => {
    const {
      everyMs,
      holdWhileUpstreamPullOpen: hold,
      create,
      track,
      keep,
      delayMs,
      tags,
      pullRequest,
      conflict,
    } = settings;
    const { title, labels, assignees, reviewers, draft, head, merge } = pullRequest;
    return JSON.stringify([
      everyMs,
      hold,
      create,
      track,
      keep,
      delayMs,
      tags,
      title,
      labels,
      assignees,
      reviewers,
      draft,
      head,
      merge,
      conflict.labels,
      conflict.reviewers,
    ]);
  };
  return words(a) === words(b);
}
