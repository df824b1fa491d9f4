import { expect, test } from 'vitest';
import { createDeaths } from '../../src/worker/deaths.ts';

/** What Redis counts, and whether it answers; `done`: it counts and its answer is lost. */
function redis() {
  const counts = new Map<string, number>();
  const state: { away: boolean | 'done' } = { away: false };
  const answer = async <T>(work: () => T): Promise<T> => {
    if (state.away === true) throw new Error('Redis is away');
    const value = work();
    if (state.away === 'done') throw new Error('The answer was lost');
    return value;
  };
  const add = (link: string, by: number) => {
    counts.set(link, (counts.get(link) ?? 0) + by);
    return counts.get(link) ?? 0;
  };
  const leases = {
    begin: (link: string) => answer(() => add(link, 1)),
    unbegin: (link: string) => answer(() => void add(link, -1)),
    end: (link: string) => answer(() => void counts.delete(link)),
  };
  return { counts, state, leases };
}

test('an operation that began five times and never ended is dead; one that ended is not', async () => {
  const { leases } = redis();
  for (let death = 0; death < 5; death += 1) expect(await createDeaths(leases).begin('link')).toBe('go');
  const deaths = createDeaths(leases);
  expect(await deaths.begin('link')).toBe('dead');
  await deaths.end('link');
  expect(await deaths.begin('link')).toBe('go');
});

test.each([true, 'done'] as const)('Redis that goes away at the end (%s) kills nobody, however often', async (away) => {
  const { leases, state } = redis();
  const deaths = createDeaths(leases);
  for (let outage = 0; outage < 8; outage += 1) {
    expect(await deaths.begin('link')).toBe('go');
    state.away = away;
    await deaths.end('link');
    state.away = false;
  }
});

test.each([true, 'done'] as const)('nor does one that goes away at the beginning (%s)', async (away) => {
  const { leases, state, counts } = redis();
  const deaths = createDeaths(leases);
  for (let outage = 0; outage < 8; outage += 1) {
    state.away = away;
    await expect(deaths.begin('link')).rejects.toThrow();
    state.away = false;
  }
  expect(await deaths.begin('link')).toBe('go');
  await deaths.end('link');
  expect([...counts]).toEqual([]);
});

test('what is not told yet is told before the next begins, whichever that is', async () => {
  const { leases, state, counts } = redis();
  const deaths = createDeaths(leases);
  await deaths.begin('one');
  state.away = true;
  await deaths.end('one');
  state.away = false;
  await deaths.begin('other');
  expect([...counts]).toEqual([['other', 1]]);
});
