/** Anything that the planner may be given. */
import fc from 'fast-check';
import { DAY } from '../../src/core/duration.ts';
import type { Keeping } from '../../src/core/keep.ts';
import { defaultSettings } from '../../src/core/link.ts';
import { type Merge, mergeMethods } from '../../src/core/merging.ts';
import { triggers } from '../../src/core/message.ts';
import type { Comparison, Observation, ObservedRepository, Placed } from '../../src/core/observation.ts';
import type { Known } from '../../src/core/plan.ts';
import { strategies } from '../../src/core/strategy.ts';
import { fate, few, moments, pulls, shas, usually } from './anything-pulls.ts';
import {
  afterRelease,
  before,
  beforeRelease,
  elsewhere,
  fork,
  forkId,
  head,
  known,
  now,
  pull,
  reference,
  upstream,
  upstreamId,
} from './observed.ts';

function repositories(of: ObservedRepository, id: number): fc.Arbitrary<ObservedRepository | null> {
  const there = fc
    .record({ id: usually(id, 99), archived: usually(false, true), branchSha: fc.option(shas, { freq: 6 }) })
    .map((given) => ({ ...of, ...given }));
  return fc.option(there, { freq: 8 });
}

const comparisons: fc.Arbitrary<Comparison | null> = fc.option(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('counted' as const), missing: few, own: few, headSha: shas }),
    },
    { weight: 1, arbitrary: fc.constantFrom<Comparison>({ kind: 'unrelated' }, { kind: 'unavailable' }) },
  ),
  { freq: 8 },
);

/** The head in the fork: at upstream's head, at what was placed before, or with somebody's commits. */
const placings: fc.Arbitrary<Placed | null> = fc.option(
  fc
    .record({
      sha: shas,
      keeps: usually<Keeping | null>(null, { of: head, digest: 'e' }, { of: before, digest: 'f' }),
      beyond: fc.option(few),
      lacks: fc.option(few),
      missing: few,
      own: few,
      known: usually(true, false),
    })
    .map(({ sha, beyond, lacks, known: is, keeps, ...counts }) => ({
      sha,
      ...(keeps && { keeps }),
      beyond,
      lacks,
      comparison: is ? { kind: 'counted' as const, ...counts, headSha: head } : { kind: 'unavailable' as const },
    })),
  { freq: 3 },
);

export const observations: fc.Arbitrary<Observation> = fc.record({
  us: fc.constant({ id: 1, slug: 'backstroke' }),
  fork: repositories(fork(), forkId),
  upstream: repositories(upstream(), upstreamId),
  elsewhere: fc.constant(null),
  apart: usually<Observation['apart']>(null, { denied: null }),
  comparison: comparisons,
  optedOut: usually(false, true),
  tracked: usually<Observation['tracked']>(null, { track: 'release', tag: 'v1' }),
  rewritten: usually(false, true),
  lost: fc.constant([]),
  ripe: fc.constant(null),
  tags: fc.constant(null),
  configBlob: usually<string | null>(null, elsewhere),
  kept: usually<Observation['kept']>(
    null,
    { of: head, files: [], alone: false, digest: 'd' },
    { of: head, files: [{ path: 'docs', version: null }], alone: false, digest: 'e' },
    { of: head, files: [{ path: 'docs', version: null }], alone: true, digest: 'e' },
  ),
  sameContent: usually(false, true),
  ownIsConfig: fc.boolean(),
  mergeMethods: usually<Observation['mergeMethods']>(['merge', 'squash', 'rebase'], ['merge'], null),
  checks: usually<Observation['checks']>(null, { failed: ['ci'], pending: [] }),
  release: fc.constant(null),
  committers: fc.constant(null),
  placed: placings,
  headOf: usually<(string | null)[]>([], ['https://github.com/up/hello/pull/3']),
  pulls,
  former: fc.option(
    fc
      .record({ ours: fc.boolean(), headBranch: fc.constantFrom('main', 'old'), fate })
      .map(({ fate: end, ...one }) => ({ ...pull({ number: 8, ...end }), ...one })),
    { freq: 2 },
  ),
});

const settings = fc
  .record({
    everyMs: fc.option(fc.constantFrom(DAY / 2, 2 * DAY)),
    labels: fc.subarray(['upstream', 'Sync']),
    head: usually<'upstream' | 'fork'>('upstream', 'fork'),
    merge: usually<Merge>('never', ...mergeMethods),
    holdWhileUpstreamPullOpen: usually(true, false),
    delayMs: fc.constant(null),
    tags: fc.constant(null),
    conflict: fc.record({
      labels: fc.subarray(['conflict', 'Upstream']),
      reviewers: fc.subarray(['mona', 'org/team']),
    }),
    create: fc.boolean(),
    track: fc.constant('branch'),
    keep: fc.constantFrom<string[][]>([], ['docs']),
  })
  .map(({ labels, head: at, merge, ...rest }) => ({
    ...rest,
    pullRequest: { ...defaultSettings.pullRequest, labels, head: at, merge },
  }));

export const facts: fc.Arbitrary<Known> = fc
  .record({
    strategy: fc.constantFrom(...strategies),
    trigger: fc.constantFrom(...triggers),
    settings,
    mayOpen: usually(true, false),
    lastSyncedAt: fc.option(moments),
    lastSyncedSha: fc.option(shas),
    pull: fc.option(fc.integer({ min: 1, max: 4 }).map(reference)),
    mergeability: fc.option(
      fc.record({
        number: fc.integer({ min: 1, max: 4 }),
        conflicting: fc.boolean(),
        labels: fc.subarray(['conflict', 'upstream']),
        headSha: fc.option(shas),
        looks: few,
        refused: fc.constant(null),
      }),
    ),
    ticked: fc.option(
      fc.record({
        box: usually<'sync' | 'move'>('move', 'sync'),
        heads: fc.option(fc.record({ fork: shas, upstream: usually(head, before) }), { freq: 8 }),
        by: fc.constant({ id: 5, login: 'mona' }),
        request: few,
      }),
      { freq: 2 },
    ),
    decidedOn: fc.option(fc.oneof(shas, fc.constantFrom('gone', 'no-branch', 'replaced'))),
    heldSince: fc.option(moments),
    branchSeenAt: fc.option(fc.oneof(moments, fc.constant(now.toISOString()))),
    releasedAt: fc.option(moments),
    putBack: usually<Known['putBack']>(null, { movedAt: beforeRelease, undoneAt: afterRelease }),
    hint: fc.option(fc.record({ before: shas, after: shas })),
    failures: fc.integer({ min: 0, max: 5 }),
    lastReason: fc.option(fc.constantFrom('github-unavailable' as const, 'failed' as const, 'pull-open' as const)),
  })
  .map(known);
