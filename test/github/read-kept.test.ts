import nock from 'nock';
import { describe, expect, test } from 'vitest';
import type { KeptFile } from '../../src/core/keep.ts';
import { isRefusal } from '../../src/core/refusal.ts';
import { createGateway } from '../../src/github/gateway.ts';
import { readKept } from '../../src/github/read-kept.ts';
import { forkSha, observed, target, upstreamSha } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

const repo = '/repos/octo/hello';
const blob = (path: string, sha: string, mode = '100644') => ({ path, mode, type: 'blob', sha });
const folder = { path: 'docs', mode: '040000', type: 'tree', sha: '0' };

function tree(sha: string, entries: object[], truncated = false) {
  return api().get(`${repo}/git/trees/${sha}?recursive=1`).reply(200, { sha, tree: entries, truncated });
}

const changes = (...files: object[]) =>
  api()
    .get(`${repo}/compare/${forkSha}...${upstreamSha}`)
    .reply(200, {
      total_commits: 1,
      commits: [],
      files: files.map((file) => ({ status: 'modified', changes: 1, ...file })),
    });

async function kept(keep: string[], parts: Parameters<typeof observed>[0] = {}) {
  mint();
  answerGraphql('Observe', { data: observed(parts) });
  const settings = { pullRequest: { head: 'fork' as const, merge: 'never' as const }, keep };
  const seen = await createGateway({ github: github(), now: () => now }).observe({ ...target, settings });
  return isRefusal(seen) ? seen : seen.kept;
}

describe('what is kept of upstream', () => {
  const ours = [folder, blob('docs/a', '1'), blob('b', '2'), blob('own', '3')];
  const theirs = [folder, blob('docs/a', '4'), blob('docs/new', '5'), blob('b', '2')];
  const files: KeptFile[] = [
    { path: 'docs/a', version: { mode: '100644', sha: '1' } },
    { path: 'docs/new', version: null },
  ];

  test('is read from the trees of both, and from what upstream changed', async () => {
    tree(forkSha, ours);
    tree(upstreamSha, theirs);
    changes({ filename: 'docs/a' }, { filename: 'b' });
    expect(await kept(['docs'])).toEqual({
      of: upstreamSha,
      files,
      alone: false,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test.each([
    ['nothing else', [{ filename: 'docs/a' }], true],
    ['a file that is moved there', [{ filename: 'docs/a', previous_filename: 'a' }], false],
    ['more files than are listed', Array.from({ length: 300 }, () => ({ filename: 'docs/a' })), false],
  ])('is all where upstream changed %s', async (_, changed, alone) => {
    tree(forkSha, ours);
    tree(upstreamSha, theirs);
    changes(...changed);
    expect(await kept(['docs'])).toMatchObject({ files, alone });
  });

  test('is one digest for one state, and another for another', async () => {
    const digests = [];
    for (const sha of ['1', '1', '9']) {
      tree(forkSha, [blob('docs/a', sha)]);
      tree(upstreamSha, [blob('docs/a', '4')]);
      const one = await kept(['docs']);
      digests.push(one !== null && 'digest' in one ? one.digest : one);
    }
    expect(digests[0]).toBe(digests[1]);
    expect(digests[0]).not.toBe(digests[2]);
  });

  test('needs no comparison where nothing differs there, or everything that differs is', async () => {
    tree(forkSha, ours);
    tree(upstreamSha, theirs);
    expect(await kept(['other'])).toMatchObject({ files: [], alone: false });
    tree(forkSha, [blob('docs/a', '1')]);
    tree(upstreamSha, [blob('docs/a', '4')]);
    expect(await kept(['docs'])).toMatchObject({ files: [files[0]], alone: true });
  });

  test('is not asked for where the fork has everything, has the same files, or keeps nothing', async () => {
    const none = { aheadBy: 0, behindBy: 1, headTarget: { oid: upstreamSha } };
    expect(await kept(['docs'], { compare: none })).toBeNull();
    expect(await kept([])).toBeNull();
    const same = { oid: 'f', tree: { oid: 'same' } };
    const ref = { target: { ...same, oid: forkSha }, compare: { ...none, aheadBy: 2 } };
    const upstream = { ref: { target: { ...same, oid: upstreamSha } } };
    expect(await kept(['docs'], { fork: { ref }, upstream })).toMatchObject({ files: [], alone: true });
  });

  test('is not guessed where GitHub lists a part alone, or does not answer', async () => {
    tree(forkSha, ours, true);
    expect(await kept(['docs'])).toMatchObject({ reason: 'failed', detail: expect.stringContaining('remove keep') });
    tree(forkSha, ours);
    api().get(`${repo}/git/trees/${upstreamSha}?recursive=1`).reply(404, { message: 'Not Found' });
    expect(await kept(['docs'])).toMatchObject({ reason: 'github-unavailable' });
  });

  test('lets other work go on meanwhile, and is not looked for to the end where it is too much', async () => {
    mint();
    const client = github().asInstallation(7);
    const repository = { owner: 'octo', name: 'hello' };
    const comparison = { kind: 'counted' as const, missing: 1, own: 0, headSha: upstreamSha };
    const given = { client, repository, baseSha: forkSha, headSha: upstreamSha, comparison, same: false };
    const read = (most: number) => {
      tree(forkSha, [blob('docs/a', '1')]);
      tree(upstreamSha, [blob('docs/a', '4'), ...Array.from({ length: 2_000 }, (_, at) => blob(`b${at}`, '2'))]);
      changes({ filename: 'docs/a' });
      return readKept({ ...given, keep: ['*/a'], limits: { atOnce: 1, most } });
    };
    let turns = 0;
    const turn = () => {
      turns += 1;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    expect(await read(1_000_000)).toMatchObject({ files: [files[0]], alone: true });
    clearImmediate(next);
    expect(turns).toBeGreaterThan(1_500);
    nock.cleanAll();
    expect(await read(100)).toMatchObject({ reason: 'failed', detail: expect.stringContaining('name directories') });
    nock.cleanAll();
  });
});
