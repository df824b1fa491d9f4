import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/core/duration.ts';
import { delayOf, isRipe, ripensAt, type Sighting, sightingsAtMost, toForget } from '../../src/core/sightings.ts';
import { sha } from './observed.ts';

const now = new Date('2026-01-11T00:00:00.000Z');
const ago = (ms: number) => new Date(now.getTime() - ms).toISOString();
const seen = (digit: string, ms: number): Sighting => ({ sha: sha(digit), at: ago(ms) });

describe('a sighting', () => {
  const delay = { ms: 3 * DAY, releasedAt: null };

  it('is ripe when it is as old as the delay, and says when that is', () => {
    expect(isRipe({ at: ago(3 * DAY) }, delay, now)).toBe(true);
    expect(isRipe({ at: ago(3 * DAY - 1) }, delay, now)).toBe(false);
    expect(ripensAt({ at: ago(2 * DAY) }, delay)).toBe(ago(-DAY));
  });

  it('is ripe when it was released, and one after that is not', () => {
    const released = { ...delay, releasedAt: ago(HOUR) };
    expect(isRipe({ at: ago(HOUR) }, released, now)).toBe(true);
    expect(isRipe({ at: ago(HOUR - 1) }, released, now)).toBe(false);
  });
});

it('a link without a delay has nothing to look at', () => {
  const link = { sightings: [], releasedAt: null, decidedOn: null };
  expect(delayOf({ ...link, settings: { delayMs: null } }, now)).toBeNull();
  const sightings = [seen('a', DAY), seen('b', HOUR), seen('c', 2 * DAY)];
  const look = delayOf({ ...link, sightings, settings: { delayMs: DAY } }, now);
  expect(look?.sightings.map(({ sha: one }) => one)).toEqual([sha('b'), sha('a'), sha('c')]);
});

describe('toForget', () => {
  it('keeps the newest that is ripe for the longest delay, and what is newer', () => {
    const sightings = [seen('a', 9 * DAY), seen('b', 5 * DAY), seen('c', 4 * DAY), seen('d', HOUR)];
    expect(toForget(sightings, { longestMs: 3 * DAY, now })).toEqual([sha('b'), sha('a')]);
    expect(toForget(sightings.slice(2), { longestMs: 5 * DAY, now })).toEqual([]);
  });

  /** The table of a branch that is pushed to every `everyMs`, as it is when so many pushes have come. */
  const pushed = (everyMs: number, times: number, longestMs: number) => {
    let kept: { sha: string; at: string }[] = [];
    for (let at = 0; at <= times; at += 1) {
      const moment = new Date(now.getTime() - (times - at) * everyMs);
      kept.push({ sha: at.toString(16).padStart(40, '0'), at: moment.toISOString() });
      const gone = new Set(toForget(kept, { longestMs, now: moment }));
      kept = kept.filter((one) => !gone.has(one.sha));
    }
    return kept;
  };

  it('keeps so many at most, the newest among them, and one that a delay of any length soon can take', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 600 }),
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (minutes, days, part) => {
          const longestMs = days * DAY;
          const times = Math.min(1_500, Math.ceil((1.5 * longestMs) / (minutes * MINUTE)));
          const kept = pushed(minutes * MINUTE, times, longestMs);
          expect(kept.length).toBeLessThanOrEqual(sightingsAtMost);
          expect(kept.at(-1)?.at).toBe(now.toISOString());
          // A link with a delay like this takes something that is hardly older than it has to be.
          const ms = part * longestMs;
          const span = times * minutes * MINUTE;
          if (ms > span) return;
          const newest = kept.findLast((one) => isRipe(one, { ms, releasedAt: null }, now));
          const age = now.getTime() - Date.parse(newest?.at ?? '');
          expect(age).toBeLessThanOrEqual(ms * 1.5 + minutes * MINUTE);
        },
      ),
      { numRuns: 60 },
    );
  });
});
