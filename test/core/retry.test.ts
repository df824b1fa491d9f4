import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/duration.ts';
import { doneReasons, passesByItself, personReasons, type Reason, reasons } from '../../src/core/reason.ts';
import { failuresAfter, nearRetry, retryAt } from '../../src/core/retry.ts';

const now = new Date('2026-01-02T03:04:05.678Z');
const anyReason = fc.constantFrom<Reason>(...reasons);

/** Milliseconds from now, null when there is none. */
function wait(
  reason: Reason,
  failures: number,
  notBefore: string | null = null,
  looks = 0,
  merging = false,
): number | null {
  const at = retryAt({ reason, failures, now, notBefore, looks, merging });
  return at === null ? null : Date.parse(at) - now.getTime();
}

describe('retryAt', () => {
  it.each<[Reason, number[]]>([
    ['github-unavailable', [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, HOUR, HOUR]],
    ['rate-limited', [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, HOUR, HOUR]],
    ['failed', [HOUR, 6 * HOUR, DAY, DAY, DAY]],
    ['conflict', [DAY, DAY]],
  ])('%s waits longer each time', (reason, waits) => {
    expect(waits.map((_, at) => wait(reason, at + 1))).toEqual(waits);
  });

  it.each([...personReasons])('looks once a day whether a person settled %s', (reason) => {
    expect(wait(reason, 0)).toBe(DAY);
  });

  it.each<Reason>([...doneReasons, 'held-pull-closed', 'disabled', 'suspended'])('needs no time for %s', (reason) => {
    expect(wait(reason, 0, '2026-01-03T00:00:00Z')).toBeNull();
  });

  it.each<Reason>(['pull-opened', 'pull-updated', 'pull-open', 'conflict'])(
    'looks three times whether %s has conflicts, while GitHub does not know',
    (reason) => {
      const settled = wait(reason, 0);
      expect([0, 1, 2, 3, 4, 5].map((looks) => wait(reason, 0, null, looks))).toEqual([
        settled,
        10 * SECOND,
        MINUTE,
        5 * MINUTE,
        settled,
        settled,
      ]);
    },
  );

  it('goes on looking every hour at one that is to be merged, while GitHub does not know', () => {
    const waits = [1, 2, 3, 4, 5].map((looks) => wait('pull-open', 0, null, looks, true));
    expect(waits).toEqual([10 * SECOND, MINUTE, 5 * MINUTE, HOUR, HOUR]);
    expect(wait('pull-open', 0, null, 0, true)).toBeNull();
  });

  it('looks at checks after 1, 5 and 15 minutes, and then every hour', () => {
    const waits = [1, 2, 3, 4, 5, 99].map((looks) => wait('held-checks', 0, null, looks, true));
    expect(waits).toEqual([MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, HOUR, HOUR]);
  });

  it('looks at a head that is too new to be merged when it is not any more', () => {
    const due = new Date(now.getTime() + 20 * SECOND).toISOString();
    expect([1, 4].map((looks) => wait('held-checks', 0, due, looks, true))).toEqual([20 * SECOND, 20 * SECOND]);
  });

  it.each<Reason>(['up-to-date', 'held-pull-closed', 'github-unavailable', 'failed', 'pull-merged'])(
    'counts no looks for %s',
    (reason) => expect(wait(reason, 1, null, 1)).toBe(wait(reason, 1)),
  );

  it('is when a period or a delay is over, and at no time of its own', () => {
    const due = '2026-01-03T00:00:00.000Z';
    for (const reason of ['held-interval', 'held-delay'] as const) {
      expect(retryAt({ reason, failures: 0, now, notBefore: due })).toBe(due);
      expect(wait(reason, 0)).toBeNull();
    }
  });

  it('is never before GitHub allows it, nor before its own wait', () => {
    const later = new Date(now.getTime() + 3 * MINUTE).toISOString();
    const sooner = new Date(now.getTime() + SECOND).toISOString();
    expect(wait('rate-limited', 1, later)).toBe(3 * MINUTE);
    expect(wait('rate-limited', 1, sooner)).toBe(5 * SECOND);
    expect(wait('rate-limited', 5, later)).toBe(HOUR);
  });

  it('lies in the future, and no later for fewer failures, for every reason', () => {
    fc.assert(
      fc.property(anyReason, fc.nat({ max: 50 }), (reason, failures) => {
        const [first, second] = [wait(reason, failures), wait(reason, failures + 1)];
        expect(first === null).toBe(second === null);
        expect(first ?? 1).toBeGreaterThan(0);
        expect(second ?? 0).toBeGreaterThanOrEqual(first ?? 0);
      }),
    );
  });

  it('is near for the first two waits of an outage alone', () => {
    const near = [1, 2, 3, 4, 5].map((failures) => (wait('github-unavailable', failures) ?? 0) < nearRetry);
    expect(near).toEqual([true, true, false, false, false]);
  });
});

describe('failuresAfter', () => {
  it.each<[Reason, Reason | null, number, number]>([
    ['failed', null, 0, 1],
    ['failed', 'failed', 1, 2],
    ['failed', 'github-unavailable', 4, 1],
    ['failed', 'pull-open', 0, 1],
    ['failed', 'conflict', 0, 1],
    ['github-unavailable', null, 0, 1],
    ['github-unavailable', 'github-unavailable', 2, 3],
    ['github-unavailable', 'rate-limited', 2, 3],
    ['rate-limited', 'github-unavailable', 2, 3],
    ['rate-limited', 'failed', 3, 1],
    ['up-to-date', 'failed', 3, 0],
    ['conflict', 'conflict', 0, 0],
    ['missing-permission', 'failed', 2, 0],
  ])('%s after %s (%d) makes %d', (reason, last, failures, count) => {
    expect(failuresAfter({ reason, last, failures })).toBe(count);
  });

  it('counts up by one or begins anew', () => {
    fc.assert(
      fc.property(anyReason, fc.option(anyReason), fc.nat({ max: 20 }), (reason, last, failures) => {
        const counted = passesByItself(reason) || reason === 'failed';
        const count = failuresAfter({ reason, last, failures });
        expect(counted ? [1, failures + 1] : [0]).toContain(count);
      }),
    );
  });
});
