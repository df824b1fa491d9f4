import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/core/refusal.ts';
import type { DelayLook, Sighting } from '../../src/core/sightings.ts';
import { createGateway } from '../../src/github/gateway.ts';
import { forkSha, observed, target, upstreamSha } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

const hour = 3_600_000;
const sha = (digit: string) => digit.repeat(40);
const saw = (one: string, hours: number): Sighting => ({
  sha: one,
  at: new Date(now.getTime() - hours * hour).toISOString(),
});

async function seen(delay: Partial<DelayLook>) {
  mint();
  answerGraphql('Observe', { data: observed() });
  const look = { ms: 24 * hour, releasedAt: null, sightings: [], now, ...delay };
  const observation = await createGateway({ github: github(), now: () => now }).observe({ ...target, delay: look });
  if (isRefusal(observation)) throw new Error(observation.detail);
  return observation;
}

/** GitHub is asked for this comparison, once. */
function compared(base: string, head: string, { ahead = 1, behind = 0, status = 200, message = '' } = {}) {
  const body = status === 200 ? { ahead_by: ahead, behind_by: behind } : { message };
  api().get(`/repos/octo/hello/compare/${base}...${head}?page=2&per_page=1`).reply(status, body);
}

describe('a link with a delay', () => {
  test('whose head was seen long enough, and is what was seen last, costs no request more', async () => {
    const sightings = [saw(upstreamSha, 25), saw(sha('b'), 30)];
    expect(await seen({ sightings })).toMatchObject({ lost: [], ripe: null });
  });

  test('that saw nothing before costs none either', async () => {
    expect(await seen({})).toMatchObject({ lost: [], ripe: null });
  });

  test('may take the newest of the heads before it that was seen long enough', async () => {
    const sightings = [saw(upstreamSha, 1), saw(sha('b'), 2), saw(sha('c'), 25), saw(sha('d'), 50)];
    compared(sha('c'), upstreamSha, { ahead: 2 });
    compared(forkSha, sha('c'), { ahead: 4, behind: 1 });
    expect(await seen({ sightings })).toMatchObject({
      lost: [],
      ripe: { sha: sha('c'), comparison: { kind: 'counted', missing: 4, own: 1 } },
    });
  });

  test('looks once whether a new head holds those before it', async () => {
    compared(sha('b'), upstreamSha);
    expect(await seen({ sightings: [saw(sha('b'), 1)] })).toMatchObject({ lost: [], ripe: null });
  });

  test('and needs no second look at the one that was found', async () => {
    compared(sha('b'), upstreamSha);
    compared(forkSha, sha('b'), { ahead: 2 });
    const ripe = { sha: sha('b'), comparison: { kind: 'counted', missing: 2, own: 0, headSha: sha('b') } };
    expect(await seen({ sightings: [saw(sha('b'), 30)] })).toMatchObject({ lost: [], ripe });
  });

  test('knows what the fork has without asking', async () => {
    compared(forkSha, upstreamSha);
    const ripe = { sha: forkSha, comparison: { kind: 'counted', missing: 0, own: 0 } };
    expect(await seen({ sightings: [saw(forkSha, 30)] })).toMatchObject({ ripe });
  });

  test('does not take what upstream dropped, however long it was seen', async () => {
    const sightings = [saw(sha('b'), 25), saw(sha('c'), 26), saw(sha('d'), 27), saw(sha('e'), 28)];
    compared(sha('b'), upstreamSha, { behind: 1 });
    compared(sha('d'), upstreamSha);
    compared(sha('c'), upstreamSha, { behind: 2 });
    compared(forkSha, sha('d'), { ahead: 3 });
    expect(await seen({ sightings })).toMatchObject({
      lost: [sha('b'), sha('c')],
      ripe: { sha: sha('d') },
    });
  });

  test('finds what was shown and hidden again, though its head is one that was seen long before', async () => {
    compared(sha('b'), upstreamSha, { behind: 1 });
    const sightings = [saw(sha('b'), 1), saw(upstreamSha, 50)];
    expect(await seen({ sightings })).toMatchObject({ lost: [sha('b')], ripe: null });
  });

  test('a history that is another altogether', async () => {
    compared(sha('b'), upstreamSha, { status: 404, message: 'No common ancestor between b and a.' });
    expect(await seen({ sightings: [saw(sha('b'), 25)] })).toMatchObject({ lost: [sha('b')], ripe: null });
  });

  test('takes nothing while GitHub cannot say what is there', async () => {
    compared(sha('b'), upstreamSha, { status: 404, message: 'Not Found' });
    expect(await seen({ sightings: [saw(sha('b'), 25)] })).toMatchObject({
      lost: null,
      ripe: { sha: upstreamSha, comparison: { kind: 'unavailable' } },
    });
  });
});
