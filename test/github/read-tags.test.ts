import { expect, test } from 'vitest';
import { isRefusal } from '../../src/core/refusal.ts';
import { tagsState } from '../../src/core/tags.ts';
import { createGateway } from '../../src/github/gateway.ts';
import { readHeads } from '../../src/github/heads.ts';
import { observed, target, upstreamSha } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

const newest = { name: 'v2', sha: 'c'.repeat(40) };
const node = { totalCount: 2, nodes: [{ name: newest.name, target: { oid: newest.sha } }] };
const state = tagsState('v*', { count: 2, newest });

async function tags(decidedOn: string | null, tagsNode: object | null = node, wanted = true) {
  mint();
  const { sent } = answerGraphql('Observe', { data: observed({ upstream: { tags: tagsNode } }) });
  const look = wanted ? { pattern: 'v*', decidedOn } : null;
  const seen = await createGateway({ github: github(), now: () => now }).observe({ ...target, tags: look });
  return { sent, tags: isRefusal(seen) ? seen : seen.tags };
}

const ref = (name: string, sha: string) => ({ ref: `refs/tags/${name}`, object: { sha, type: 'commit' } });
const listed = (owner: string, page = '') => api().get(`/repos/${owner}/hello/git/matching-refs/tags%2F${page}`);

test('are not asked for where nobody wants them', async () => {
  const { sent, tags: found } = await tags(null, null, false);
  expect(sent[0]?.variables).toMatchObject({ tags: false });
  expect(found).toBeNull();
});

test('cost nothing while upstream has those it had', async () => {
  const { sent, tags: found } = await tags(state);
  expect(sent[0]?.variables).toMatchObject({ tags: true });
  expect(found).toEqual({ state, missing: [] });
});

test('of an upstream that has none are none', async () => {
  expect((await tags(null, { totalCount: 0, nodes: [] })).tags).toEqual({ state: 'v* 0', missing: [] });
});

test('are listed on both sides when upstream has others than before, on all pages there are', async () => {
  listed('up').reply(200, [ref('v1', 'a'.repeat(40))], { link: '<https://api.github.com/x?page=2>; rel="next"' });
  listed('up', '?page=2').reply(200, [ref('v2', newest.sha), ref('w1', newest.sha)]);
  listed('octo').reply(200, [ref('v1', 'b'.repeat(40))]);
  expect((await tags('another')).tags).toEqual({ state, missing: [newest] });
});

test('that cannot be listed stop nothing else from being read', async () => {
  listed('up').reply(403, { message: 'Resource not accessible by integration' });
  expect((await tags(null)).tags).toMatchObject({ state, missing: { reason: 'missing-permission' } });
  listed('up').reply(200, []);
  listed('octo').reply(403, { message: 'Resource not accessible by integration' });
  expect((await tags(null)).tags).toMatchObject({ state, missing: { reason: 'missing-permission' } });
});

test('are looked at by the dispatcher with the heads, where a link brings them', async () => {
  mint();
  const repository = (databaseId: number, name: string, more: object) => ({
    databaseId,
    name,
    owner: { login: 'up' },
    r0: { target: { oid: upstreamSha } },
    ...more,
  });
  const { sent } = answerGraphql('Heads', {
    data: { rateLimit: null, u0: repository(1, 'one', { tags: node }), u1: repository(2, 'two', {}) },
  });
  const read = await readHeads(github().asInstallation(7), [
    { key: 'a', owner: 'up', name: 'one', repositoryId: 1, branch: 'main', tags: true },
    { key: 'b', owner: 'up', name: 'two', repositoryId: 2, branch: 'main' },
  ]);
  if (isRefusal(read)) throw new Error(read.detail);
  expect(read.heads.get('a')).toMatchObject({ tags: { count: 2, newest } });
  expect(read.heads.get('b')).toMatchObject({ tags: null });
  expect(sent[0]?.query.match(/tags: refs/g)).toHaveLength(1);
});
