import { sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { links } from '../../src/db/schema.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const forks = 14;
const limit = 4;
const fork = (at: number) => `octo/fork-${String(at).padStart(2, '0')}`;

/** Forks of one owner that are all behind, each pushed to later than the one before. */
async function behindForks(): Promise<string[]> {
  const { github } = ring;
  github.createUser('octo');
  await github.createRepository({ owner: 'octo', name: '.github' });
  const text = `max-open: ${limit}\n`;
  await github.commit('octo/.github', 'main', { files: { '.github/backstroke.yml': text } });
  const names: string[] = [];
  for (let at = 0; at < forks; at += 1) {
    const name = `fork-${String(at).padStart(2, '0')}`;
    github.createOrg(`up-${at}`);
    await github.createRepository({ owner: `up-${at}`, name, files: { 'README.md': 'hello\n' } });
    await github.fork({ source: `up-${at}/${name}`, owner: 'octo' });
    await github.commit(`up-${at}/${name}`, 'main', { files: { 'a.txt': 'a\n' } });
    github.setPushedAt(fork(at), new Date(Date.UTC(2026, 0, 1, at)));
    names.push(fork(at));
  }
  return names;
}

const openPulls = (names: string[]) =>
  names.filter((name) => ring.github.pulls(name).some((pull) => pull.state === 'open'));

const reasons = async () => {
  const rows = await ring.database.db
    .select({ reason: links.reason, count: sql<number>`count(*)`.mapWith(Number) })
    .from(links)
    .groupBy(links.reason);
  return Object.fromEntries(rows.map((row) => [row.reason, row.count]));
};

it('opens as many as the owner allows, of the forks pushed to last, and the next as those are merged', async () => {
  const { github } = ring;
  const names = await behindForks();
  github.install('octo', [...names, 'octo/.github']);
  await eventually(async () => (await reasons())['held-max-open'] === forks - limit, { what: 'the others wait' });
  await eventually(() => openPulls(names).length >= limit, { what: 'the first are open' });
  expect(openPulls(names)).toEqual(names.slice(-limit));

  // Nothing in Redis may be needed for the count.
  const redis = new Redis(ring.redis.url);
  await redis.flushall();
  redis.disconnect();
  await github.mergePull(fork(forks - 1), 1, { by: 'octo' });
  await eventually(() => openPulls(names).includes(fork(forks - limit - 1)));
  await eventually(async () => (await reasons())['held-max-open'] === forks - limit - 1);
  expect(openPulls(names)).toEqual(names.slice(-limit - 1, -1));

  // What waited goes on when the owner allows more.
  await github.commit('octo/.github', 'main', { files: { '.github/backstroke.yml': `max-open: ${forks}\n` } });
  await eventually(() => openPulls(names).length === forks - 1);
});
