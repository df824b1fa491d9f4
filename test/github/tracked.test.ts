import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/core/refusal.ts';
import { createGateway } from '../../src/github/gateway.ts';
import { readHeads } from '../../src/github/heads.ts';
import { forkSha, observed, target, upstreamSha } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

const sha = (digit: string) => digit.repeat(40);
const comparePath = (to: string) => `/repos/octo/hello/compare/${forkSha}...${to}?page=2&per_page=1`;
const commit = (oid: string) => ({ __typename: 'Commit', oid, tree: { oid: sha('7') } });
const annotated = (oid: string, at: object) => ({ __typename: 'Tag', oid, target: at });

async function observe(track: string, upstream: Record<string, unknown>, errors: object[] = []) {
  // Asked about of a branch alone, which may have lost it.
  const lastSyncedSha = track === 'branch' ? null : sha('9');
  mint();
  const { sent } = answerGraphql('Observe', { data: observed({ upstream }), errors });
  const settings = { pullRequest: { head: 'fork' as const, merge: 'never' as const }, track };
  const gateway = createGateway({ github: github(), now: () => now });
  return { sent, seen: await gateway.observe({ ...target, settings, lastSyncedSha }) };
}

describe('an operation', () => {
  test('takes the commit of the latest release for upstream, compared by sha', async () => {
    const release = { tagName: 'v1', tagCommit: { oid: sha('c'), tree: { oid: sha('7') } } };
    api()
      .get(comparePath(sha('c')))
      .reply(200, { status: 'diverged', ahead_by: 2, behind_by: 1, total_commits: 2 });
    const { sent, seen } = await observe('release', { trackedRelease: release });
    expect(sent[0]?.variables).toMatchObject({ byRelease: true, byTag: false, tagsLike: null });
    expect(seen).toMatchObject({
      upstream: { branchSha: sha('c') },
      tracked: { track: 'release', tag: 'v1' },
      comparison: { kind: 'counted', missing: 2, own: 1, headSha: sha('c') },
      rewritten: false,
    });
  });

  test('needs no comparison where the fork is at the release, or the release at the head of the branch', async () => {
    const at = (oid: string) => ({ trackedRelease: { tagName: 'v1', tagCommit: { oid, tree: null } } });
    expect((await observe('release', at(forkSha))).seen).toMatchObject({ comparison: { missing: 0, own: 0 } });
    expect((await observe('release', at(upstreamSha))).seen).toMatchObject({ comparison: { missing: 3, own: 1 } });
  });

  test('follows the newest tag that is at a commit, an annotated one by way of its object', async () => {
    const nodes = [
      { name: 'v9', target: { __typename: 'Blob', oid: sha('1') } },
      { name: 'v10', target: annotated(sha('2'), { __typename: 'Tree', oid: sha('3') }) },
      { name: 'v1.9', target: commit(sha('4')) },
      null,
      { name: 'v1.10', target: annotated(sha('5'), commit(forkSha)) },
    ];
    const { sent, seen } = await observe('tag:v*', { trackedTags: { nodes } });
    expect(sent[0]?.variables).toMatchObject({ byRelease: false, byTag: true, tagsLike: 'v' });
    expect(seen).toMatchObject({ upstream: { branchSha: forkSha }, tracked: { track: 'tag:v*', tag: 'v1.10' } });
  });

  test.each([
    ['release', { trackedRelease: null }, null],
    ['release', { trackedRelease: { tagName: 'v1', tagCommit: null } }, 'v1'],
    ['tag:v*', { trackedTags: { nodes: [{ name: 'w1', target: commit(sha('4')) }] } }, null],
  ])('finds nothing to take of %s in %j', async (track, upstream, tag) => {
    const { seen } = await observe(track, upstream);
    expect(seen).toMatchObject({ upstream: { branchSha: null }, tracked: { track, tag }, comparison: null });
  });

  test('that GitHub does not show the release says so, and takes it for none at all', async () => {
    const errors = [{ type: 'FORBIDDEN', path: ['upstream', 'trackedRelease'], message: 'Resource not accessible' }];
    const { seen } = await observe('release', { trackedRelease: null }, errors);
    expect(isRefusal(seen)).toBe(true);
  });

  test('of a branch asks for none of it', async () => {
    const { sent, seen } = await observe('branch', {});
    expect(sent[0]?.variables).toMatchObject({ byRelease: false, byTag: false });
    expect(seen).toMatchObject({ upstream: { branchSha: upstreamSha }, tracked: null });
  });
});

test('the dispatcher reads releases and tags with the heads of branches, and only where they are followed', async () => {
  mint();
  const repository = (databaseId: number, name: string, more: object) => ({
    databaseId,
    name,
    owner: { login: 'up' },
    ...more,
  });
  const { sent } = answerGraphql('Heads', {
    data: {
      rateLimit: null,
      u0: repository(1, 'one', {
        r0: { target: { oid: upstreamSha } },
        r1: { tagName: 'v1', tagCommit: { oid: sha('c'), tree: null } },
        r2: { nodes: [{ name: 'v2', target: commit(sha('d')) }] },
        r3: { nodes: [] },
      }),
      u1: repository(2, 'two', { r0: { target: { oid: sha('e') } } }),
    },
  });
  const one = { owner: 'up', name: 'one', repositoryId: 1, branch: 'main' };
  const read = await readHeads(github().asInstallation(7), [
    { ...one, key: 'branch' },
    { ...one, key: 'release', track: 'release' },
    { ...one, key: 'tag', track: 'tag:v*' },
    { ...one, key: 'none', track: 'tag:*-x' },
    { ...one, key: 'other', name: 'two', repositoryId: 2, track: 'branch' },
  ]);
  if (isRefusal(read)) throw new Error(read.detail);
  const shas = [...read.heads].map(([key, head]) => [key, head.kind === 'sha' ? head.sha : head.kind]);
  expect(Object.fromEntries(shas)).toEqual({
    branch: upstreamSha,
    release: sha('c'),
    tag: sha('d'),
    none: 'no-branch',
    other: sha('e'),
  });
  expect(sent).toHaveLength(1);
  const { query = '', variables = {} } = sent[0] ?? {};
  expect(query.match(/latestRelease/g)).toHaveLength(1);
  expect(query.match(/refs\(refPrefix/g)).toHaveLength(2);
  expect(variables).toEqual({
    o0: 'up',
    n0: 'one',
    b0_0: 'refs/heads/main',
    b0_2: 'v',
    o1: 'up',
    n1: 'two',
    b1_0: 'refs/heads/main',
  });
});
