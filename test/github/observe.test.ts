import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/core/refusal.ts';
import { createGateway } from '../../src/github/gateway.ts';
import { closedPull, forkSha, observed, pull, target, unasked, upstreamSha, us } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

function observe(changed: Partial<typeof target> = {}) {
  mint();
  return createGateway({ github: github(), now: () => now }).observe({ ...target, ...changed });
}

async function seen(...given: Parameters<typeof observe>) {
  const observation = await observe(...given);
  if (isRefusal(observation)) throw new Error(observation.detail);
  return observation;
}

const comparePath = `/repos/octo/hello/compare/${forkSha}...${upstreamSha}?page=2&per_page=1`;

test('one query reads all, with every name a variable', async () => {
  const [labels, assignees] = [{ nodes: [{ name: 'upstream' }] }, { nodes: [{ login: 'mona' }] }];
  const hello = { name: 'hello', archived: false, private: false };
  const { sent } = answerGraphql('Observe', { data: observed({ pulls: [pull({ labels, assignees })] }) });
  expect(await observe()).toEqual({
    placed: null,
    kept: null,
    us: { id: us, slug: 'backstroke' },
    fork: { ...hello, id: 1, nodeId: 'R_1', owner: 'octo', branchSha: forkSha },
    upstream: { ...hello, id: 2, nodeId: 'R_2', owner: 'up', branchSha: upstreamSha },
    comparison: { kind: 'counted', missing: 3, own: 1, headSha: upstreamSha },
    optedOut: false,
    ...{ apart: null, lost: null, ripe: null, tags: null },
    tracked: null,
    elsewhere: null,
    rewritten: false,
    sameContent: false,
    configBlob: null,
    ownIsConfig: false,
    headOf: [],
    mergeMethods: null,
    checks: null,
    release: null,
    committers: null,
    pulls: [
      {
        number: 12,
        url: 'https://github.com/octo/hello/pull/12',
        state: 'open',
        head: 'upstream',
        headSha: upstreamSha,
        conflicting: null,
        ...unasked,
        ours: true,
        closedAt: null,
        closedBy: null,
        labels: ['upstream'],
        assignees: ['mona'],
        body: null,
      },
    ],
    former: null,
  });
  expect(sent).toHaveLength(1);
  expect(sent[0]?.variables).toMatchObject({ head: 'up:main', byName: true, forkRef: 'refs/heads/main' });
});

describe('comparing', () => {
  test('equal heads need no counts', async () => {
    answerGraphql('Observe', { data: observed({ compare: null, upstream: { ref: { target: { oid: forkSha } } } }) });
    expect((await seen()).comparison).toEqual({ kind: 'counted', missing: 0, own: 0, headSha: forkSha });
  });

  test('a branch that is not there', async () => {
    answerGraphql('Observe', { data: observed({ upstream: { ref: null }, compare: null }) });
    expect(await seen()).toMatchObject({ comparison: null, upstream: { branchSha: null } });
  });

  test('within one repository the plain branch is compared', async () => {
    const { sent } = answerGraphql('Observe', { data: observed({ upstream: { databaseId: 1 } }) });
    await seen({ upstream: { ...target.fork, branch: 'next' } });
    expect(sent[0]?.variables).toMatchObject({ head: 'next', byName: true });
  });

  test('two repositories of one owner are compared by sha', async () => {
    const { sent } = answerGraphql('Observe', {
      data: observed({
        upstream: { owner: { login: 'octo' }, name: 'base' },
        fork: { ref: { target: { oid: forkSha } } },
      }),
    });
    api().get(comparePath).reply(200, { status: 'diverged', ahead_by: 5, behind_by: 2, commits: [] });
    const upstream = { id: 2, owner: 'Octo', name: 'base', branch: 'main' };
    expect((await seen({ upstream })).comparison).toEqual({
      kind: 'counted',
      missing: 5,
      own: 2,
      headSha: upstreamSha,
    });
    expect(sent[0]?.variables).toMatchObject({ byName: false });
  });

  test('an upstream that was renamed is compared by sha', async () => {
    const faults = [{ type: 'NOT_FOUND', path: ['fork', 'ref', 'compare'], message: 'Could not resolve head ref' }];
    answerGraphql('Observe', {
      data: observed({ compare: null, upstream: { owner: { login: 'elsewhere' } } }),
      errors: faults,
    });
    api().get(comparePath).reply(200, { ahead_by: 4, behind_by: 0 });
    expect(await seen()).toMatchObject({ comparison: { missing: 4 }, upstream: { id: 2, owner: 'elsewhere' } });
  });

  test('another head than upstream has now: the network lags behind', async () => {
    const compare = { aheadBy: 0, behindBy: 1, headTarget: { oid: 'b'.repeat(40) } };
    answerGraphql('Observe', { data: observed({ compare }) });
    expect((await seen()).comparison).toEqual({ kind: 'unavailable' });
  });

  test('unrelated histories, said by GraphQL', async () => {
    const errors = [
      {
        type: 'UNPROCESSABLE',
        path: ['fork', 'ref', 'compare'],
        message: 'No common ancestor between main and up:main.',
      },
    ];
    answerGraphql('Observe', { data: observed({ compare: null }), errors });
    expect((await seen()).comparison).toEqual({ kind: 'unrelated' });
  });

  test.each([
    ['unrelated histories, said by REST', 404, 'No common ancestor between f and a.', 'unrelated'],
    ['a head the network does not know yet', 404, 'Not Found', 'unavailable'],
    ['too much to compare', 500, 'Server Error: Sorry, this diff is taking too long to generate.', 'unavailable'],
  ])('%s', async (_name, status, message, kind) => {
    answerGraphql('Observe', { data: observed({ compare: null }) });
    api().get(comparePath).reply(status, { message });
    expect((await seen()).comparison).toEqual({ kind });
  });

  test('a limit at the second request is a refusal', async () => {
    answerGraphql('Observe', { data: observed({ compare: null }) });
    api()
      .get(comparePath)
      .reply(403, { message: 'You have exceeded a secondary rate limit.' }, { 'retry-after': '30' });
    expect(await observe()).toMatchObject({ reason: 'rate-limited', notBefore: '2026-11-20T12:00:30.000Z' });
  });
});

describe('partial answers', () => {
  test('an upstream that is gone is null, and its pull requests are known by their owner', async () => {
    const errors = [
      { type: 'NOT_FOUND', path: ['upstream'], message: "Could not resolve to a Repository with the name 'up/hello'." },
    ];
    const orphan = closedPull(null, { headRepository: null });
    const foreign = pull({ number: 13, headRepository: null, headRepositoryOwner: { login: 'someone' } });
    answerGraphql('Observe', {
      data: { ...observed({ compare: null, pulls: [orphan, foreign] }), upstream: null },
      errors,
    });
    expect(await seen()).toMatchObject({
      upstream: null,
      comparison: null,
      pulls: [{ number: 12, closedBy: 'nobody' }],
    });
  });

  test('a fork that is gone is null', async () => {
    const errors = [{ type: 'NOT_FOUND', path: ['fork'], message: 'Could not resolve to a Repository' }];
    answerGraphql('Observe', { data: { ...observed(), fork: null }, errors });
    expect(await seen()).toMatchObject({ fork: null, comparison: null, pulls: [], upstream: { id: 2 } });
  });

  test('another repository under the name is shown with its own id', async () => {
    answerGraphql('Observe', { data: observed({ upstream: { databaseId: 99 } }) });
    expect((await seen()).upstream?.id).toBe(99);
  });

  test.each(['pullRequests', 'placedPulls'])(
    'a head repository of %s that the token may not see hides no other',
    async (list) => {
      const errors = [{ type: 'FORBIDDEN', path: ['fork', list, 'nodes', 0, 'headRepository'], message: 'SAML' }];
      const hidden = pull({ number: 3, headRepository: null, headRepositoryOwner: { login: 'acme' } });
      answerGraphql('Observe', { data: observed({ pulls: [hidden, pull()] }), errors });
      expect((await seen()).pulls.map(({ number }) => number)).toEqual([12]);
    },
  );
});
