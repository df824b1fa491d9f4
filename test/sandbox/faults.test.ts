import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { gate } from '../support/messages.ts';
import { asInstallation, failure, fork, openPull, sandboxWithFork } from './support.ts';

async function ready() {
  const sandbox = await sandboxWithFork();
  const octokit = asInstallation(sandbox, sandbox.install('octo', 'all'));
  await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  return { sandbox, octokit };
}

const posts = { method: 'POST', path: /\/pulls$/ };

test('a dropped answer leaves the work done', async () => {
  const { sandbox, octokit } = await ready();
  sandbox.faults.add({ match: posts, kind: 'drop-after', times: 1 });
  await expect(openPull(octokit)).rejects.toThrow();
  expect(sandbox.pulls('octo/hello')).toHaveLength(1);
  expect(await failure(openPull(octokit))).toMatchObject({ status: 422 });
});

test('a bad gateway is a page, and an empty 500 is empty', async () => {
  const { sandbox, octokit } = await ready();
  sandbox.faults.add({ match: posts, kind: '502', times: 1 });
  expect(await failure(openPull(octokit))).toMatchObject({ status: 502, data: expect.stringContaining('<html>') });
  sandbox.faults.add({ match: (request) => request.method === 'POST', kind: 'empty-500' });
  const mint = failure(openPull(octokit));
  expect(await mint).toMatchObject({ status: 500, data: '' });
  sandbox.faults.clear();
  expect((await openPull(octokit)).status).toBe(201);
});

test('limits say when to come back', async () => {
  const { sandbox, octokit } = await ready();
  sandbox.faults.add({ match: posts, kind: 'secondary-limit', ms: 5000, times: 1 });
  expect(await failure(openPull(octokit))).toMatchObject({ status: 403, headers: { 'retry-after': '5' } });
  sandbox.faults.add({ match: posts, kind: 'primary-limit', times: 1 });
  expect(await failure(openPull(octokit))).toMatchObject({ headers: { 'x-ratelimit-remaining': '0' } });
  sandbox.faults.add({ match: { graphql: true }, kind: 'graphql-rate-limited', times: 1 });
  await expect(octokit.graphql('{ viewer { login } }')).rejects.toMatchObject({ errors: [{ type: 'RATE_LIMITED' }] });
  sandbox.limits.limit = 0;
  expect(await failure(octokit.request('GET /repos/{owner}/{repo}', fork))).toMatchObject({
    status: 403,
    data: { message: expect.stringContaining('rate limit exceeded for installation ID') },
  });
});

test('a hanging request is not answered, a delayed one late', async () => {
  const { sandbox, octokit } = await ready();
  sandbox.faults.add({ match: posts, kind: 'hang', times: 1 });
  const patience = new AbortController();
  const given = expect(openPull(octokit, { request: { signal: patience.signal } })).rejects.toThrow();
  await eventually(() => sandbox.countRequests(posts) > 0);
  patience.abort();
  await given;
  sandbox.faults.add({ match: posts, kind: 'delay', ms: 60, times: 1 });
  const started = performance.now();
  await openPull(octokit);
  expect(performance.now() - started).toBeGreaterThan(50);
});

test('a request that is delayed until something happened is not done before', async () => {
  const { sandbox, octokit } = await ready();
  const happening = gate();
  sandbox.faults.add({ match: posts, kind: 'delay', until: happening.opened, times: 1 });
  const opening = openPull(octokit);
  await eventually(() => sandbox.countRequests(posts) > 0);
  expect(sandbox.pulls('octo/hello')).toEqual([]);
  happening.open();
  expect((await opening).status).toBe(201);
});

test('the fork network lags behind a push', async () => {
  const { sandbox, octokit } = await ready();
  const old = sandbox.head('up/hello', 'main');
  const lag = sandbox.lag({ until: new Promise(() => {}) });
  const sha = await sandbox.commit('up/hello', 'main', { files: { a: '2' } });
  const seen = async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      ...fork,
      basehead: 'main...up:main',
    });
    return data.commits.at(-1)?.sha;
  };
  expect(await seen()).toBe(old);
  expect((await openPull(octokit)).data.head.sha).toBe(old);
  const patch = octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { ...fork, ref: 'heads/main', sha });
  expect(await failure(patch)).toMatchObject({ status: 404 });
  const query =
    '{ repository(owner: "up", name: "hello") { ref(qualifiedName: "refs/heads/main") { target { oid } } } }';
  expect(await octokit.graphql(query)).toEqual({ repository: { ref: { target: { oid: sha } } } });
  lag.release();
  await eventually(async () => (await seen()) === sha);
  await eventually(() => sandbox.pulls('octo/hello')[0]?.head.sha === sha);
});

test('requests are counted without those that only fetch a token', async () => {
  const { sandbox, octokit } = await ready();
  sandbox.resetRequests();
  await octokit.graphql('query Who { viewer { login } }');
  await openPull(octokit);
  expect(sandbox.countRequests()).toBe(2);
  expect(sandbox.countRequests({ graphql: true, operationName: 'Who' })).toBe(1);
  expect(sandbox.requests().map(({ route, status }) => [route, status])).toEqual([
    ['/app/installations/:installation_id/access_tokens', 201],
    ['/graphql', 200],
    ['/repos/:owner/:repo/pulls', 201],
  ]);
});
