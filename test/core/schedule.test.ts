import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/core/duration.ts';
import type { Reason } from '../../src/core/reason.ts';
import { behind, type LinkProgress, phasesDue } from '../../src/core/schedule.ts';
import { leftState, type TagsSeen, tagsState } from '../../src/core/tags.ts';

const interval = 10 * MINUTE;
const start = Date.parse('2026-01-02T03:04:05.678Z');

const at = (ms: number) => new Date(start + ms);
const includes = (phase: number) => (range: { after: number; upTo: number }) =>
  phase > range.after && phase <= range.upTo;
/** How often a phase comes up in one tick. */
const times = (phase: number, last: Date | null, now: Date, every = interval) =>
  phasesDue(last, now, every).filter(includes(phase)).length;

const phase = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 0.5));
const intervals = fc.constantFrom(1_000, MINUTE, interval, 24 * 60 * MINUTE);
/** Lengths of the pauses between ticks, as parts of the interval. */
const gaps = (max: number) => fc.array(fc.double({ min: 1e-6, max, noNaN: true }), { minLength: 1, maxLength: 60 });

/** The moments of ticks from `start` on, whole milliseconds, each later than the one before. */
function ticksOf(parts: number[], every: number): number[] {
  const moments = [start];
  for (const part of parts) moments.push((moments.at(-1) ?? start) + Math.max(1, Math.floor(part * every)));
  return moments;
}

const pairs = (moments: number[]) =>
  moments.slice(1).map((now, index) => ({ last: new Date(moments[index] ?? start), now: new Date(now) }));

describe('phasesDue', () => {
  it('takes all phases when nothing is recorded, or a whole interval was missed', () => {
    for (const last of [null, at(-interval), at(-3 * interval)]) {
      expect([0, 0.5, 1].map((one) => times(one, last, at(0)))).toEqual([1, 1, 1]);
    }
  });

  it('takes none in the same moment, or when the clock went back', () => {
    expect(phasesDue(at(0), at(0), interval)).toEqual([]);
    expect(phasesDue(at(1), at(0), interval)).toEqual([]);
  });

  it('takes those in between, across the end of the interval too', () => {
    const turn = new Date(Math.ceil(start / interval) * interval);
    const around = (ms: number) => new Date(turn.getTime() + ms);
    expect(phasesDue(around(MINUTE), around(2 * MINUTE), interval)).toEqual([{ after: 0.1, upTo: 0.2 }]);
    const across = (one: number) => times(one, around(-MINUTE), around(MINUTE));
    expect([0.9, 0.91, 1, 0, 0.1, 0.11, 0.5].map(across)).toEqual([0, 1, 1, 1, 1, 0, 0]);
  });

  it('brings up every phase at least once per interval, however long the gaps are', () => {
    fc.assert(
      fc.property(phase, intervals, gaps(3), (one, every, parts) => {
        const ticks = pairs(ticksOf(parts, every));
        for (const from of ticks) {
          const window = ticks.filter(
            ({ last, now }) => last >= from.last && now.getTime() - from.last.getTime() <= every,
          );
          const whole = ticks.find(({ now }) => now.getTime() - from.last.getTime() >= every);
          if (!whole) continue;
          const seen = [...window, whole].some(({ last, now }) => times(one, last, now, every) > 0);
          expect(seen).toBe(true);
        }
      }),
    );
  });

  it('brings up every phase exactly once per interval when no tick is missed', () => {
    fc.assert(
      fc.property(phase, fc.integer({ min: 2, max: 60 }), fc.nat({ max: 1e6 }), (one, perInterval, offset) => {
        const step = interval / 60;
        const moments = Array.from({ length: perInterval + 1 }, (_, index) => index)
          .map((index) => start + offset + Math.floor((index * 60) / perInterval) * step)
          .map(Math.floor);
        const counts = pairs(moments).map(({ last, now }) => times(one, last, now));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
      }),
    );
  });

  it('never brings a phase up twice in one tick, nor in two ticks of less than an interval together', () => {
    fc.assert(
      fc.property(phase, gaps(0.5), (one, parts) => {
        const counts = pairs(ticksOf(parts, interval)).map(({ last, now }) => times(one, last, now));
        for (const [index, count] of counts.entries()) expect(count + (counts[index + 1] ?? 0)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('behind', () => {
  const now = at(0);
  const sha = 'a'.repeat(40);
  const settled: LinkProgress = {
    requested: 2,
    answeredRequested: 2,
    pushes: 3,
    answeredPushes: 3,
    decidedOn: sha,
    answeredReadAt: at(-60_000),
    reason: 'pull-open',
    retryAt: null,
    settings: { tags: null },
    tagsDecidedOn: null,
  };
  const waiting = (reason: Reason) => ({ reason, retryAt: at(1), decidedOn: null });

  it.each<[string, Partial<LinkProgress>, string | null, ReturnType<typeof behind>]>([
    ['nothing new', {}, sha, null],
    ['not looked at', { decidedOn: null }, null, null],
    ['asked', { requested: 3 }, sha, 'asked'],
    ['asked and pushed', { requested: 3, pushes: 4 }, sha, 'asked'],
    ['pushed', { pushes: 4 }, sha, 'pushed'],
    ['pushed, not looked at', { pushes: 4 }, null, 'pushed'],
    ['a retry is due', { retryAt: now }, sha, 'retry'],
    ['a retry is long due, not looked at', { retryAt: at(-1) }, null, 'retry'],
    ['a retry is not due', { retryAt: at(1) }, sha, null],
    ['another head', {}, 'b'.repeat(40), 'head'],
    ['another head, but the operation looked later', { answeredReadAt: at(0) }, 'b'.repeat(40), null],
    ['another head, never answered', { answeredReadAt: null }, 'b'.repeat(40), 'head'],
    ['gone since', {}, 'gone', 'head'],
    ['still gone', { decidedOn: 'gone' }, 'gone', null],
    ['never decided', { decidedOn: null, reason: null }, sha, 'head'],
    ['a conflict, same head', { reason: 'conflict', retryAt: at(1) }, sha, null],
    ['a conflict, another head', { reason: 'conflict', retryAt: at(1) }, 'gone', 'head'],
    ['a limit that waits', waiting('rate-limited'), sha, null],
    ['an outage that waits', waiting('github-unavailable'), sha, null],
    ['a failure that waits', waiting('failed'), sha, null],
    ['an outage without a time', { reason: 'github-unavailable', decidedOn: null }, sha, 'head'],
    ['a failure that waits, but somebody asks', { ...waiting('failed'), requested: 3 }, sha, 'asked'],
    ['an outage that waits, but there is a push', { ...waiting('github-unavailable'), pushes: 4 }, sha, 'pushed'],
  ])('%s', (_, given, head, why) => {
    expect(behind({ ...settled, ...given }, head === null ? null : { head, tags: null }, now)).toBe(why);
  });

  it('is what brings tags, when those of upstream are in another state', () => {
    const tags = { count: 2, newest: { name: 'v2', sha } };
    const decided = { ...settled, settings: { tags: 'v*' }, tagsDecidedOn: tagsState('v*', tags) };
    const why = (given: Partial<LinkProgress>, seen: TagsSeen | null) =>
      behind({ ...decided, ...given }, { head: sha, tags: seen }, now);
    expect(why({}, tags)).toBeNull();
    expect(why({}, null)).toBeNull();
    expect(why({}, { ...tags, count: 3 })).toBe('head');
    expect(why({}, { ...tags, newest: { name: 'v3', sha } })).toBe('head');
    expect(why({ settings: { tags: '**' } }, tags)).toBe('head');
    const left = leftState(tagsState('v*', tags));
    expect(why({ tagsDecidedOn: left }, tags)).toBeNull();
    expect(why({ tagsDecidedOn: left }, { ...tags, count: 3 })).toBe('head');
    expect(why({ tagsDecidedOn: null }, tags)).toBe('head');
    expect(why({ settings: { tags: null }, tagsDecidedOn: null }, tags)).toBeNull();
    expect(why(waiting('rate-limited'), { ...tags, count: 3 })).toBeNull();
  });
});
