import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/core/refusal.ts';
import { createGateway } from '../../src/github/gateway.ts';
import { bot, closedAt, closedPull, observed, person, pull, target } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

async function seen(known: { pull?: { number: number } } = {}) {
  mint();
  const observation = await createGateway({ github: github(), now: () => now }).observe({ ...target, ...known });
  if (isRefusal(observation)) throw new Error(observation.detail);
  return observation;
}

const deleted = (createdAt: string) => ({ __typename: 'HeadRefDeletedEvent', createdAt });
test.each([
  ['us', closedPull(bot)],
  ['person', closedPull(person)],
  ['person', closedPull(null)],
  ['person', closedPull({ __typename: 'Bot', databaseId: 5 })],
  ['nobody', closedPull({ __typename: 'Bot', databaseId: 5 }, {}, [deleted('2026-11-19T10:00:03Z')])],
  ['nobody', closedPull(person, {}, [deleted('2026-11-19T10:00:03Z')])],
  ['person', closedPull(person, {}, [deleted('2026-11-19T10:05:00Z')])],
  ['nobody', closedPull(person, { headRepository: null })],
  ['us', closedPull(bot, {}, [deleted(closedAt)])],
  ['person', pull({ state: 'CLOSED', closedAt })],
])('closed by %s', async (by, node) => {
  answerGraphql('Observe', { data: observed({ pulls: [node] }) });
  expect((await seen()).pulls).toMatchObject([{ state: 'closed', closedAt, closedBy: by }]);
});

test.each([
  ['CONFLICTING', true],
  ['MERGEABLE', false],
  ['UNKNOWN', null],
  [undefined, null],
  ['A_NEW_WORD', null],
])('mergeable %s: conflicting is %s', async (mergeable, conflicting) => {
  answerGraphql('Observe', { data: observed({ pulls: [pull({ mergeable })] }) });
  expect((await seen()).pulls).toMatchObject([{ state: 'open', conflicting }]);
});

test('those of other forks with the same branch name are left out', async () => {
  const other = pull({ number: 20, headRepository: { databaseId: 77 } });
  const theirs = pull({ number: 9, state: 'MERGED', author: person });
  answerGraphql('Observe', { data: observed({ pulls: [other, null, theirs] }) });
  expect((await seen()).pulls).toMatchObject([{ number: 9, state: 'merged', ours: false, closedBy: null }]);
});

test('beyond 30 the rest is found by REST and read by id', async () => {
  answerGraphql('Observe', { data: observed({ more: true }) });
  api()
    .get('/repos/octo/hello/pulls')
    .query({ base: 'main', head: 'up:main', state: 'all', per_page: 100 })
    .reply(200, [
      { node_id: 'PR_40', head: { repo: { id: 2 } } },
      { node_id: 'PR_39', head: { repo: { id: 55 } } },
      { node_id: 'PR_1', head: { repo: null } },
    ]);
  const nodes = [pull({ number: 40, state: 'MERGED' }), closedPull(person, { number: 1, headRepository: null })];
  const { sent } = answerGraphql('Pulls', { data: { viewer: { databaseId: bot.databaseId }, nodes } });
  expect((await seen()).pulls).toMatchObject([{ number: 40 }, { number: 1, closedBy: 'nobody' }]);
  expect(sent[0]?.variables).toEqual({ ids: ['PR_40', 'PR_1'], merging: false });
});

describe('the pull request that is known of the link', () => {
  const known = { pull: { number: 12 } };
  const formerly = (former: unknown, more: object = {}) => observed({ ...more, fork: { former } });

  test('is asked for by its number', async () => {
    const { sent } = answerGraphql('Observe', { data: formerly(closedPull(person, { headRefName: 'old' })) });
    expect((await seen(known)).former).toMatchObject({ number: 12, closedBy: 'person', headBranch: 'old' });
    expect(sent[0]?.variables).toMatchObject({ known: 12, knows: true });
  });

  test('is not asked for where none is', async () => {
    const { sent } = answerGraphql('Observe', { data: observed() });
    expect((await seen()).former).toBeNull();
    expect(sent[0]?.variables).toMatchObject({ knows: false });
  });

  test('is no other when it is among those between the two branches', async () => {
    const fork = { former: pull(), pullRequests: { pageInfo: { hasNextPage: false }, nodes: [pull()] } };
    answerGraphql('Observe', { data: observed({ fork }) });
    expect(await seen(known)).toMatchObject({ former: null, pulls: [{ number: 12 }] });
  });

  test('of another repository is none', async () => {
    answerGraphql('Observe', { data: formerly(pull({ headRepository: { databaseId: 77 } })) });
    expect((await seen(known)).former).toBeNull();
  });

  test('may be there no more', async () => {
    const errors = [{ type: 'NOT_FOUND', path: ['fork', 'former'], message: 'Could not resolve to a PullRequest' }];
    answerGraphql('Observe', { data: formerly(null), errors });
    expect((await seen(known)).former).toBeNull();
  });
});
