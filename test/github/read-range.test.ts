import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/core/refusal.ts';
import { createGateway } from '../../src/github/gateway.ts';
import { forkSha, target, upstreamSha } from './fixtures.ts';
import { api, github, mint, now, offline } from './support.ts';

offline();

const place = { installationId: 7, fork: target.fork };
const path = `/repos/octo/hello/compare/${forkSha}...${upstreamSha}`;
const commit = (sha: string, message: string, committer: unknown) => ({ sha, commit: { message, committer } });
const file = (filename: string, more: object = {}) => ({
  filename,
  status: 'modified',
  changes: 2,
  sha: 'b'.repeat(40),
  ...more,
});
const patch = '@@ -1 +1 @@';

function gateway() {
  mint();
  return createGateway({ github: github(), now: () => now });
}
const read = () => gateway().readRange({ ...place, baseSha: forkSha, headSha: upstreamSha });

test('one request reads the newest commits, newest first, and the files', async () => {
  const ada = { name: 'Ada', email: 'ada@up.example', date: '2026-01-01T00:00:00Z' };
  api()
    .get(path)
    .reply(200, {
      total_commits: 300,
      commits: [commit('1', 'Older', ada), commit('2', 'Newer\n\nFixes #1', null)],
      files: [file('a.ts', { patch }), file('b.ts', { status: 'renamed', previous_filename: 'c.ts', changes: 0 })],
    });
  expect(await read()).toEqual({
    total: 300,
    commits: [
      { sha: '2', subject: 'Newer', committer: null },
      { sha: '1', subject: 'Older', committer: { name: 'Ada', email: 'ada@up.example' } },
    ],
    files: [
      { path: 'a.ts', previousPath: null, binary: false, patch },
      { path: 'b.ts', previousPath: 'c.ts', binary: false, patch: null },
    ],
    cut: false,
  });
});

test.each([
  ['what is no text, added', { status: 'added', changes: 0 }, true],
  ['what is no text, changed', { changes: 0 }, true],
  ['a text', { patch }, false],
  ['a text that is too long to show', { changes: 20_000 }, false],
  ['an empty file', { status: 'added', changes: 0, sha: 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391' }, false],
  ['another mode', { status: 'changed', changes: 0 }, false],
])('a file: %s', async (_, given, binary) => {
  api()
    .get(path)
    .reply(200, { total_commits: 0, commits: [], files: [file('a', given)] });
  expect(await read()).toMatchObject({ files: [{ path: 'a', binary }] });
});

test.each([
  [299, false],
  [300, true],
])('of %d files GitHub may have left some out: %s', async (count, cut) => {
  const files = Array.from({ length: count }, (_, at) => file(`${at}`));
  api().get(path).reply(200, { total_commits: 1, commits: [], files });
  expect(await read()).toMatchObject({ cut });
});

test.each([
  ['a difference too long to make', 500, { message: 'Server Error: Sorry, this diff is taking too long to generate.' }],
  ['no commit in common', 404, { message: 'No common ancestor between a and b.' }],
])('nothing is known of %s', async (_, status, body) => {
  api().get(path).reply(status, body);
  expect(await read()).toBeNull();
});

test('an outage is a refusal', async () => {
  api().get(path).reply(502, '<html></html>');
  const refused = await read();
  expect(refused !== null && isRefusal(refused) && refused.reason).toBe('github-unavailable');
});

describe('rewriting', () => {
  const pull = '/repos/octo/hello/pulls/12';
  test('changes the body and nothing else', async () => {
    api().patch(pull, { body: 'Text' }).reply(200, { number: 12 });
    expect(await gateway().rewritePull({ ...place, number: 12, body: 'Text' })).toEqual({ done: true });
  });

  test('is read as it is now; without one it is empty', async () => {
    api().get(pull).reply(200, { number: 12, body: 'Text' }).get(pull).reply(200, { number: 12, body: null });
    expect(await gateway().readPullBody({ ...place, number: 12 })).toEqual({ body: 'Text' });
    expect(await gateway().readPullBody({ ...place, number: 12 })).toEqual({ body: '' });
  });

  test('without an answer: nobody knows', async () => {
    api().patch(pull).reply(502, '');
    expect(await gateway().rewritePull({ ...place, number: 12, body: 'Text' })).toMatchObject({
      reason: 'github-unavailable',
      unclear: true,
    });
  });
});
