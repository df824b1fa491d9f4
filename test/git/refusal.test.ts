import { expect, test } from 'vitest';
import { refusalIn } from '../../src/git/refusal.ts';
import { GitFailure } from '../../src/git/run.ts';

const access = (status: number) =>
  `fatal: unable to access 'https://github.com/octo/hello.git/': The requested URL returned error: ${status}`;

test.each([
  [`remote: Write access to repository not granted.\n${access(403)}`, 'missing-permission', /^Write access to/],
  [`remote: Permission to octo/hello.git denied to mona.\n${access(403)}`, 'missing-permission', /^Permission to/],
  [`remote: This repository was archived so it is read-only.\n${access(403)}`, 'fork-archived', /^This repository/],
  [access(429), 'rate-limited', /error: 429$/],
  [access(502), 'github-unavailable', /error: 502$/],
  [
    "fatal: unable to access 'https://github.com/': Could not resolve host: github.com",
    'github-unavailable',
    /^unable/,
  ],
  ['fatal: remote error: upload-pack: not our ref aaaa', 'github-unavailable', /^remote error: upload-pack/],
  ['error: RPC failed; curl 92 HTTP/2 stream\nfatal: early EOF', 'github-unavailable', /^early EOF$/],
  [
    '!\ta:refs/x\t[remote rejected] (refusing to allow a GitHub App to create or update workflow `.github/workflows/a.yml` without `workflows` permission)\nDone',
    'missing-permission',
    /^refusing to allow a GitHub App .* permission$/,
  ],
  [
    'remote: error: GH013: Repository rule violations found for refs/x.\n!\ta:refs/x\t[remote rejected] (push declined due to repository rule violations)',
    'branch-protected',
    /^push declined due to repository rule violations$/,
  ],
])('%j is a refusal', (said, reason, detail) => {
  const refusal = refusalIn(new GitFailure('push', 'ended', said));
  expect(refusal).toMatchObject({ refused: true, reason, unclear: reason === 'github-unavailable' });
  expect(refusal?.detail).toMatch(detail);
});

test('what takes too long may go better another time', () => {
  const detail = 'git fetch: took too long';
  expect(refusalIn(new GitFailure('fetch', 'limit', ''))).toMatchObject({ reason: 'github-unavailable', detail });
});

test.each([
  ['a broken clone', new GitFailure('fetch', 'ended', 'fatal: bad object refs/kept/link/fork')],
  ['a full disk', new GitFailure('fetch', 'ended', 'fatal: write error: No space left on device')],
  ['a worker that stops', new GitFailure('fetch', 'aborted', '')],
  ['git taken away', new GitFailure('fetch', 'absent', '')],
  ['a bug', new Error('the requested URL returned error: 403')],
])('%s is none', (_, error) => {
  expect(refusalIn(error)).toBeNull();
});
