import { describe, expect, test } from 'vitest';
import { type Kept, type KeptFile, keepMessage } from '../../src/core/keep.ts';
import { isRefusal } from '../../src/core/refusal.ts';
import { createGateway } from '../../src/github/gateway.ts';
import { keepingCommit } from '../../src/github/keeping-commit.ts';
import { forkSha, observed, target, upstreamSha, us } from './fixtures.ts';
import { noWorkflows, place } from './moving.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

const repo = '/repos/octo/hello';
const digest = 'd'.repeat(64);
const bot = { id: us, slug: 'backstroke', webUrl: 'https://github.com' };
const own = `${us}+backstroke[bot]@users.noreply.github.com`;

describe('the head in the fork', () => {
  const message = keepMessage({ files: [{ path: 'a', version: null }], digest });
  const counts = (aheadBy: number, behindBy: number, oid: string) => ({ aheadBy, behindBy, headTarget: { oid } });
  const tip = {
    message,
    author: { email: own },
    committer: { email: own },
    parents: { nodes: [{ oid: upstreamSha }] },
  };
  const placed = async (more: object) => {
    mint();
    const at = {
      target: { oid: 'e'.repeat(40), ...tip, ...more },
      upstream: counts(0, 1, upstreamSha),
      fork: counts(4, 3, forkSha),
    };
    answerGraphql('Observe', { data: observed({ fork: { placed: at } }) });
    const seen = await createGateway({ github: github(), now: () => now }).observe(target);
    if (isRefusal(seen)) throw new Error(seen.detail);
    return seen.placed;
  };

  test('may be a commit of ours, which does not count', async () => {
    expect(await placed({})).toMatchObject({
      keeps: { of: upstreamSha, digest },
      comparison: { missing: 0, own: 0 },
      beyond: 2,
    });
  });

  test.each([
    ['that somebody changed', { committer: { email: 'mona@example.com' } }],
    ['whose author somebody is', { author: { email: null } }],
    ['of another App', { committer: { email: '7+backstroke[bot]@users.noreply.github.com' } }],
    ['with another message', { message: `${message}\n\nand mine` }],
    ['that is a merge', { parents: { nodes: [{ oid: upstreamSha }, { oid: forkSha }] } }],
    ['without parents', { parents: { nodes: [] } }],
  ])('may be one %s, which is theirs', async (_, more) => {
    const seen = await placed(more);
    expect(seen).toMatchObject({ comparison: { own: 1 }, beyond: 3 });
    expect(seen).not.toHaveProperty('keeps');
  });
});

describe('the commit that keeps something', () => {
  const at = { date: '2026-11-19T00:00:00Z', name: bot.slug, email: 'e' };
  const upstream = () =>
    api()
      .get(`${repo}/git/commits/${upstreamSha}`)
      .reply(200, { tree: { sha: 'base' }, committer: at });
  const keeps = (...files: KeptFile[]): Kept => ({ of: upstreamSha, files, alone: false, digest });
  const file = (path: string, mode: string | null): KeptFile => ({
    path,
    version: mode === null ? null : { mode, sha: path },
  });

  test("is upstream's, with the fork's version, by our account, at the time of that", async () => {
    const kept = keeps(file('a', '100755'), file('gone', null), file('link', '120000'), file('sub', '160000'));
    const trees: unknown[] = [];
    const commits: unknown[] = [];
    upstream();
    api()
      .post(`${repo}/git/trees`, (body) => trees.push(body) > 0)
      .reply(201, { sha: 'tree' });
    api()
      .post(`${repo}/git/commits`, (body) => commits.push(body) > 0)
      .reply(201, { sha: 'made' });
    expect(await keepingCommit(place(), { kept, bot })).toEqual({ sha: 'made' });
    const entries = [
      { path: 'gone', mode: '100644', type: 'blob', sha: null },
      { path: 'a', mode: '100755', type: 'blob', sha: 'a' },
      { path: 'link', mode: '120000', type: 'blob', sha: 'link' },
      { path: 'sub', mode: '160000', type: 'commit', sha: 'sub' },
    ];
    expect(trees).toEqual([{ base_tree: 'base', tree: entries }]);
    const person = { name: 'backstroke[bot]', email: own, date: at.date };
    const message = `Keep the fork's version of 4 files\n\nKept-Digest: ${digest}`;
    expect(commits).toEqual([{ message, tree: 'tree', parents: [upstreamSha], author: person, committer: person }]);
  });

  test('has files in the place of directories, and directories in that of files', async () => {
    const kept = keeps(file('a', '100644'), file('a/b', null), file('c', null), file('c/d', '100644'));
    const paths: string[] = [];
    upstream();
    api()
      .post(`${repo}/git/trees`, ({ tree: all }) => paths.push(...all.map((one: { path: string }) => one.path)) > 0)
      .reply(201, { sha: 'tree' });
    api().post(`${repo}/git/commits`).reply(201, { sha: 'made' });
    await keepingCommit(place(), { kept, bot });
    expect(paths).toEqual(['a', 'c/d']);
  });

  test('of many files is made by several trees, each on the one before', async () => {
    const kept = keeps(...Array.from({ length: 2_001 }, (_, at) => file(`f${at}`, '100644')));
    const trees: [string, number][] = [];
    upstream();
    api()
      .post(`${repo}/git/trees`, ({ base_tree, tree: all }) => trees.push([base_tree, all.length]) > 0)
      .times(3)
      .reply(() => [201, { sha: `tree ${trees.length}` }]);
    api()
      .post(`${repo}/git/commits`, ({ tree: sha }) => sha === 'tree 3')
      .reply(201, { sha: 'made' });
    await keepingCommit(place(), { kept, bot });
    expect(trees).toEqual([
      ['base', 1_000],
      ['tree 1', 1_000],
      ['tree 2', 1],
    ]);
  });

  const says = (message: string) => ({
    message,
    documentation_url: 'https://docs.github.com/rest/git/trees#create-a-tree',
  });
  test.each<[string, number, object, object, Record<string, string>?]>([
    ['workflows', 403, says('Resource not accessible by integration'), { reason: 'missing-permission' }, noWorkflows],
    ['workflows, as 404', 404, says('Not Found'), { reason: 'missing-permission' }, noWorkflows],
    ['an empty repository', 409, says('Git Repository is empty.'), { reason: 'failed' }],
    ['a tree that is not there', 422, says('base_tree is not a valid tree oid'), { reason: 'failed' }],
    ['a file that is gone', 422, says('GitRPC::BadObjectState'), { reason: 'failed' }],
    ['an outage', 502, {}, { reason: 'github-unavailable', unclear: true }],
  ])('is refused for %s', async (_, status, body, refusal, permissions) => {
    upstream();
    api().post(`${repo}/git/trees`).reply(status, body);
    expect(await keepingCommit(place(permissions), { kept: keeps(file('a', null)), bot })).toMatchObject(refusal);
  });

  test("is not made where upstream's has not arrived", async () => {
    api().get(`${repo}/git/commits/${upstreamSha}`).reply(404, { message: 'Not Found' });
    expect(await keepingCommit(place(), { kept: keeps(file('a', null)), bot })).toMatchObject({
      reason: 'github-unavailable',
    });
  });
});
