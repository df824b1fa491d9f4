import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/core/refusal.ts';
import type { DelayLook } from '../../src/core/sightings.ts';
import { createGateway } from '../../src/github/gateway.ts';
import { bot, closedAt, closedPull, forkSha, observed, person, pull, target, upstreamSha } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

const placedSha = 'e'.repeat(40);
const inFork = { headRepository: { databaseId: 1 }, headRepositoryOwner: { login: 'octo' } };
const nodes = (...all: unknown[]) => ({ pageInfo: { hasNextPage: false }, nodes: all });
const counts = (aheadBy: number, behindBy: number, oid: string) => ({ aheadBy, behindBy, headTarget: { oid } });
const wanted = { settings: { pullRequest: { head: 'fork' as const } } };

async function seen(fork: Record<string, unknown>, more: object = wanted, answer: object = {}) {
  mint();
  const { sent } = answerGraphql('Observe', { data: observed({ fork }), ...answer });
  const observation = await createGateway({ github: github(), now: () => now }).observe({ ...target, ...more });
  if (isRefusal(observation)) throw new Error(observation.detail);
  return { ...observation, sent };
}

/** GitHub is asked for this comparison, once. */
const compared = (base: string, head: string, ahead_by: number, behind_by: number) =>
  api().get(`/repos/octo/hello/compare/${base}...${head}?page=2&per_page=1`).reply(200, { ahead_by, behind_by });

describe('the head in the fork', () => {
  test('is read by its name in the one query', async () => {
    const { sent, placed } = await seen({});
    expect(sent[0]?.variables).toMatchObject({
      placedBranch: 'backstroke/up/main',
      placedRef: 'refs/heads/backstroke/up/main',
    });
    expect(placed).toBeNull();
  });

  test('is compared with upstream and the fork there', async () => {
    const placed = {
      target: { oid: placedSha },
      upstream: counts(2, 1, upstreamSha),
      fork: counts(4, 3, forkSha),
    };
    expect((await seen({ placed })).placed).toEqual({
      sha: placedSha,
      comparison: { kind: 'counted', missing: 2, own: 1, headSha: upstreamSha },
      beyond: 3,
      lacks: 4,
    });
  });

  test("at upstream's commit needs no comparison", async () => {
    const { placed } = await seen({ placed: { target: { oid: upstreamSha } } });
    expect(placed).toEqual({
      sha: upstreamSha,
      comparison: { kind: 'counted', missing: 0, own: 0, headSha: upstreamSha },
      beyond: null,
      lacks: null,
    });
  });

  test('is compared by sha where names cannot say with what', async () => {
    compared(placedSha, upstreamSha, 5, 0);
    const { placed } = await seen({ placed: { target: { oid: placedSha }, upstream: counts(1, 0, forkSha) } });
    expect(placed).toMatchObject({ comparison: { kind: 'counted', missing: 5, own: 0 } });
  });

  test('that nothing is done with is not', async () => {
    const { placed } = await seen({ placed: { target: { oid: placedSha }, upstream: null } }, {});
    expect(placed).toMatchObject({ sha: placedSha, comparison: { kind: 'unavailable' } });
  });

  test('is compared where a person wants it', async () => {
    compared(placedSha, upstreamSha, 1, 0);
    const { placed } = await seen({ placed: { target: { oid: placedSha } } }, { ticked: { box: 'move' } });
    expect(placed).toMatchObject({ comparison: { kind: 'counted', missing: 1 } });
  });

  test('is compared all the same while a pull request has it', async () => {
    compared(placedSha, upstreamSha, 1, 0);
    const open = pull({ ...inFork, headRefOid: placedSha });
    const { placed } = await seen({ placed: { target: { oid: placedSha } }, placedPulls: nodes(open) }, {});
    expect(placed).toMatchObject({ comparison: { kind: 'counted', missing: 1 } });
  });

  test('of a link with a delay is compared with the commit that may be taken', async () => {
    const hour = 3_600_000;
    const saw = (sha: string, hours: number) => ({ sha, at: new Date(now.getTime() - hours * hour).toISOString() });
    const old = 'b'.repeat(40);
    const delay: DelayLook = { ms: 24 * hour, releasedAt: null, now, sightings: [saw(upstreamSha, 1), saw(old, 30)] };
    compared(old, upstreamSha, 1, 0);
    compared(forkSha, old, 2, 0);
    compared(placedSha, old, 1, 0);
    const { placed } = await seen(
      { placed: { target: { oid: placedSha }, upstream: counts(2, 0, upstreamSha) } },
      { ...wanted, delay },
    );
    expect(placed).toMatchObject({ comparison: { kind: 'counted', missing: 1, own: 0, headSha: old } });
  });

  test('that GitHub cannot compare now is no fault of the query', async () => {
    compared(placedSha, upstreamSha, 1, 0);
    const errors = ['upstream', 'fork'].map((side) => ({
      type: 'NOT_FOUND',
      path: ['fork', 'placed', side],
      message: 'Could not resolve to a Ref',
    }));
    const placed = { target: { oid: placedSha }, upstream: null, fork: null };
    expect((await seen({ placed }, wanted, { errors })).placed).toMatchObject({ beyond: null });
  });
});

describe('pull requests with their head in the fork', () => {
  test('are among those of the link, the newest first, with the text of an open one', async () => {
    const theirs = pull({ number: 12, state: 'MERGED' });
    const open = pull({ ...inFork, number: 13, headRefOid: placedSha });
    const { pulls } = await seen({
      pullRequests: { pageInfo: { hasNextPage: false }, nodes: [theirs] },
      placedPulls: nodes(open, null, pull({ number: 11, headRepository: { databaseId: 77 } })),
      placedOpen: nodes({ number: 13, body: 'Text' }),
      placed: { target: { oid: placedSha }, upstream: counts(0, 0, upstreamSha) },
    });
    expect(pulls).toMatchObject([
      { number: 13, head: 'fork', state: 'open', headSha: placedSha, body: 'Text' },
      { number: 12, head: 'upstream', state: 'merged' },
    ]);
  });

  test('are found by their owner where strangers have more than ten of that name', async () => {
    const strangers = Array.from({ length: 10 }, (_, at) =>
      pull({ number: 90 + at, headRepository: { databaseId: 77 } }),
    );
    api()
      .get('/repos/octo/hello/pulls')
      .query({ base: 'main', head: 'octo:backstroke/up/main', state: 'all', per_page: 100 })
      .reply(200, [{ node_id: 'PR_13', head: { repo: { id: 1 } } }]);
    const read = [pull({ ...inFork, number: 13, headRefOid: placedSha })];
    answerGraphql('Pulls', { data: { viewer: { databaseId: bot.databaseId }, nodes: read } });
    const { pulls } = await seen({ placedPulls: { pageInfo: { hasNextPage: true }, nodes: strangers } });
    expect(pulls).toMatchObject([{ number: 13, head: 'fork', state: 'open' }]);
  });

  test('known by its number, with a head of another name, is the former one: upstream had another owner', async () => {
    const former = pull({ ...inFork, number: 10, headRefName: 'backstroke/old/main' });
    const { former: shown } = await seen({ former }, { ...wanted, pull: { number: 10 } });
    expect(shown).toMatchObject({ number: 10, head: 'fork', state: 'open', headBranch: 'backstroke/old/main' });
    const mine = pull({ ...inFork, number: 10, headRefName: 'my-work' });
    expect((await seen({ former: mine }, { ...wanted, pull: { number: 10 } })).former).toBeNull();
  });

  const deleted = { __typename: 'HeadRefDeletedEvent', createdAt: closedAt };
  test.each([
    ['person', closedPull(person, inFork, [deleted])],
    ['us', closedPull(bot, inFork, [deleted])],
    ['nobody', closedPull(person, { ...inFork, commits: { totalCount: 0 } })],
  ])('closed by %s: removing that head is a no of the person who does it', async (by, node) => {
    expect((await seen({ placedPulls: nodes(node) })).pulls).toMatchObject([{ head: 'fork', closedBy: by }]);
  });
});
