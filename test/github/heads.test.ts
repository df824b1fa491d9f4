import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/core/refusal.ts';
import { readHeads } from '../../src/github/heads.ts';
import { answerGraphql, api, github, mint, offline } from './support.ts';

offline();

const sha = 'a'.repeat(40);
const rateLimit = { remaining: 4321, resetAt: '2026-11-20T12:40:00Z' };
const request = (key: string, changed: object = {}) => ({
  key,
  owner: 'up',
  name: key,
  repositoryId: 2,
  branch: 'main',
  ...changed,
});
const repository = (changed: object = {}) => ({
  databaseId: 2,
  name: 'hello',
  owner: { login: 'up' },
  r0: { target: { oid: sha } },
  ...changed,
});
const many = (count: number) => Array.from({ length: count }, (_, index) => request(`r${index}`));

/** Answers as GitHub does while it manages only so many repositories at once. */
function answering({ most, poison }: { most: number; poison?: string }): { sizes: number[] } {
  const sizes: number[] = [];
  api()
    .persist()
    .post('/graphql')
    .reply((_uri, body) => {
      const { variables } = body as { variables: Record<string, string> };
      const names = Object.keys(variables).filter((name) => /^n\d/.test(name));
      sizes.push(names.length);
      if (names.length > most || names.some((name) => variables[name] === poison)) return [502, '<html>'];
      const data = Object.fromEntries(names.map((name) => [name.replace('n', 'u'), repository()]));
      return [200, { data: { rateLimit, ...data } }];
    });
  return { sizes };
}

function read(requests: Parameters<typeof readHeads>[1]) {
  mint(200);
  return readHeads(github().asInstallation(200), requests);
}

async function heads(requests: Parameters<typeof readHeads>[1]) {
  const outcome = await read(requests);
  if (isRefusal(outcome)) throw new Error(outcome.detail);
  return outcome;
}

test('one query for all, one alias for each repository', async () => {
  const { sent } = answerGraphql('Heads', { data: { rateLimit, u0: repository({ r1: null }), u1: repository() } });
  const asked = [
    request('a', { name: 'hello' }),
    request('b', { name: 'other' }),
    request('c', { owner: 'UP', name: 'Hello', branch: 'gone' }),
  ];
  const { heads: found, rate } = await heads(asked);
  expect(Object.fromEntries(found)).toEqual({
    a: { kind: 'sha', sha, owner: 'up', name: 'hello', tags: null },
    b: { kind: 'sha', sha, owner: 'up', name: 'hello', tags: null },
    c: { kind: 'no-branch', owner: 'up', name: 'hello', tags: null },
  });
  expect(rate).toEqual(rateLimit);
  expect(sent[0]?.variables).toEqual({
    o0: 'up',
    n0: 'hello',
    b0_0: 'refs/heads/main',
    b0_1: 'refs/heads/gone',
    o1: 'up',
    n1: 'other',
    b1_0: 'refs/heads/main',
  });
});

test('renamed, replaced, gone, forbidden', async () => {
  const errors = [
    { type: 'NOT_FOUND', path: ['u2'], message: "Could not resolve to a Repository with the name 'up/c'." },
    { type: 'FORBIDDEN', path: ['u3'], message: 'Resource protected by organization SAML enforcement.' },
  ];
  const data = {
    rateLimit: null,
    u0: repository({ owner: { login: 'new' } }),
    u1: repository({ databaseId: 99 }),
    u2: null,
    u3: null,
  };
  answerGraphql('Heads', { data, errors });
  const { heads: found, rate } = await heads(['a', 'b', 'c', 'd'].map((key) => request(key)));
  expect(Object.fromEntries(found)).toEqual({
    a: { kind: 'sha', sha, owner: 'new', name: 'hello', tags: null },
    b: { kind: 'replaced', repositoryId: 99, owner: 'up', name: 'hello' },
    c: { kind: 'gone' },
  });
  expect(rate).toBeNull();
});

test('a repository alone, and when it was pushed to', async () => {
  const data = {
    rateLimit,
    u0: repository({ pushedAt: '2026-11-20T12:00:00Z', r0: { target: { oid: sha } } }),
    u1: { databaseId: 3, name: 'other', owner: { login: 'up' }, pushedAt: null },
    u2: repository({ databaseId: 99, pushedAt: '2026-11-20T12:00:00Z' }),
  };
  const { sent } = answerGraphql('Heads', { data });
  const { heads: found, pushed } = await heads([
    request('a', { name: 'hello' }),
    request('b', { name: 'hello', branch: null }),
    request('c', { name: 'other', repositoryId: 3, branch: null }),
    request('d', { name: 'taken', repositoryId: 4, branch: null }),
  ]);
  expect([...found.keys()]).toEqual(['a']);
  expect([...pushed]).toEqual([[2, '2026-11-20T12:00:00Z']]);
  expect(sent[0]?.variables).toEqual({
    o0: 'up',
    n0: 'hello',
    b0_0: 'refs/heads/main',
    o1: 'up',
    n1: 'other',
    o2: 'up',
    n2: 'taken',
  });
});

describe('a GitHub that cannot answer', () => {
  test('is asked for half as many', async () => {
    const { sizes } = answering({ most: 15 });
    expect((await heads(many(50))).heads.size).toBe(50);
    expect(sizes).toEqual([50, 25, 13, 12, 25, 13, 12]);
  });

  test('one bad reference hides no other', async () => {
    answering({ most: 50, poison: 'r0' });
    const { heads: found } = await heads(many(50));
    expect(found.size).toBe(49);
    expect(found.has('r0')).toBe(false);
  });

  test('is left alone when it is down', async () => {
    const { sizes } = answering({ most: 0 });
    expect(await read(many(50))).toMatchObject({ reason: 'github-unavailable' });
    expect(sizes).toEqual([50, 25, 13, 7, 4, 2, 1, 1]);
  });

  test.each([
    [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits for this query exceeded.', path: ['u1'] }],
    [{ message: 'Something went wrong while executing your query. This may be the result of a timeout.' }],
  ])('says so in a 200: %o', async (error) => {
    answerGraphql('Heads', { data: { u0: repository(), u1: null }, errors: [error] });
    answerGraphql('Heads', { data: { rateLimit, u0: repository() } });
    answerGraphql('Heads', { data: { rateLimit, u0: repository() } });
    expect((await heads(many(2))).heads.size).toBe(2);
  });

  test('a limit ends the reading', async () => {
    answerGraphql('Heads', { data: null, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] });
    expect(await read(many(3))).toMatchObject({ reason: 'rate-limited', notBefore: '2026-11-20T12:01:00.000Z' });
  });
});

test('over fifty are asked in several queries', async () => {
  const { sizes } = answering({ most: 50 });
  expect((await heads(many(70))).heads.size).toBe(70);
  expect(sizes).toEqual([50, 20]);
});
