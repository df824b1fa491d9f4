/** Builders of what the planner is given: a fork that lacks three commits of its upstream, and nothing else to say. */
import { defaultSettings } from '../../src/core/link.ts';
import type { Observation, ObservedPull, ObservedRepository } from '../../src/core/observation.ts';
import type { Known } from '../../src/core/plan.ts';

export const sha = (digit: string): string => digit.repeat(40);
/** Upstream's head, the head before it, one that is neither, and the fork's. */
export const head = sha('a');
export const before = sha('b');
export const elsewhere = sha('c');
const own = sha('f');

export const forkId = 11;
export const upstreamId = 22;

export function known(given: Partial<Known> = {}): Known {
  return {
    fork: { id: forkId, owner: 'octo', name: 'hello', branch: 'main' },
    upstream: { id: upstreamId, owner: 'up', name: 'hello', branch: 'main' },
    strategy: 'pull-request',
    trigger: 'push',
    settings: defaultSettings,
    configBlob: null,
    mayOpen: true,
    pull: null,
    mergeability: null,
    ticked: null,
    decidedOn: null,
    heldSince: null,
    branchSeenAt: null,
    releasedAt: null,
    undoneAt: null,
    putBack: null,
    lastSyncedAt: null,
    lastSyncedSha: null,
    sightings: [],
    hint: null,
    failures: 0,
    lastReason: null,
    ...given,
  };
}

export function fork(given: Partial<ObservedRepository> = {}): ObservedRepository {
  return {
    id: forkId,
    nodeId: 'R_fork',
    owner: 'octo',
    name: 'hello',
    archived: false,
    private: false,
    branchSha: own,
    ...given,
  };
}

export function upstream(given: Partial<ObservedRepository> = {}): ObservedRepository {
  return { ...fork(), id: upstreamId, nodeId: 'R_upstream', owner: 'up', branchSha: head, ...given };
}

export function counted(given: { missing?: number; own?: number; headSha?: string } = {}) {
  return { kind: 'counted' as const, missing: 3, own: 0, headSha: head, ...given };
}

export function seen(given: Partial<Observation> = {}): Observation {
  return {
    us: { id: 1, slug: 'backstroke' },
    fork: fork(),
    upstream: upstream(),
    apart: null,
    comparison: counted(),
    optedOut: false,
    tracked: null,
    elsewhere: null,
    rewritten: false,
    lost: [],
    ripe: null,
    tags: null,
    configBlob: null,
    kept: null,
    sameContent: false,
    ownIsConfig: false,
    headOf: [],
    mergeMethods: ['merge', 'squash', 'rebase'],
    checks: null,
    release: null,
    committers: null,
    placed: null,
    pulls: [],
    former: null,
    ...given,
  };
}

export const now = new Date('2026-01-11T00:00:00.000Z');

/** An open pull request of ours; the others say what differs. */
export function pull(given: Partial<ObservedPull> = {}): ObservedPull {
  const number = given.number ?? 7;
  return {
    number,
    url: pullUrl(number),
    state: 'open',
    head: 'upstream',
    headSha: head,
    conflicting: false,
    mergeState: 'clean',
    draft: false,
    review: null,
    ours: true,
    closedAt: null,
    closedBy: null,
    labels: [],
    assignees: [],
    body: null,
    ...given,
  };
}

export const pullUrl = (number: number): string => `https://github.com/octo/hello/pull/${number}`;
export const reference = (number: number) => ({ number, url: pullUrl(number) });

export const released = '2026-01-10T00:00:00.000Z';
export const beforeRelease = '2026-01-09T23:59:59.000Z';
export const afterRelease = '2026-01-10T00:00:01.000Z';

export function closed(by: 'us' | 'person' | 'nobody', at: string | null, given: Partial<ObservedPull> = {}) {
  return pull({ state: 'closed', closedBy: by, closedAt: at, ...given });
}

export function merged(given: Partial<ObservedPull> = {}): ObservedPull {
  return pull({ state: 'merged', closedAt: afterRelease, ...given });
}
