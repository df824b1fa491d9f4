import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

test('fork, push, compare, open, merge', async () => {
  sandbox.createOrg('up');
  sandbox.createUser('octo');
  await sandbox.createRepository({ owner: 'up', name: 'hello', files: { 'README.md': 'hello\n' } });
  await sandbox.fork({ source: 'up/hello', owner: 'octo' });
  const sha = await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' } });
  const installationId = sandbox.install('octo', 'all');
  const octokit = new Octokit({
    baseUrl: `http://${sandbox.host}/api/v3`,
    authStrategy: createAppAuth,
    auth: { appId: sandbox.appId, privateKey: sandbox.privateKey, installationId },
  });
  const fork = { owner: 'octo', repo: 'hello' };
  const compare = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
    ...fork,
    basehead: 'main...up:main',
  });
  expect(compare.data).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 });
  const seen =
    await octokit.graphql(`query observe { viewer { login databaseId } rateLimit { cost remaining resetAt limit }
    repository(owner: "octo", name: "hello") { id databaseId nameWithOwner isFork parent { nameWithOwner defaultBranchRef { name target { oid } } }
      ref(qualifiedName: "refs/heads/main") { name target { oid } compare(headRef: "up:main") { status aheadBy behindBy headTarget { oid } baseTarget { oid } } }
      object(expression: "HEAD:README.md") { ... on Blob { oid text } }
      pullRequests(first: 5, states: [OPEN, CLOSED], baseRefName: "main", orderBy: { field: CREATED_AT, direction: DESC }) { pageInfo { hasNextPage } nodes { id number } } } }`);
  expect(seen).toMatchObject({
    viewer: { login: 'backstroke[bot]' },
    repository: {
      isFork: true,
      parent: { nameWithOwner: 'up/hello', defaultBranchRef: { name: 'main', target: { oid: sha } } },
      ref: { compare: { status: 'AHEAD', aheadBy: 1, behindBy: 0, headTarget: { oid: sha } } },
      object: { text: 'hello\n' },
    },
  });
  const pull = await octokit.request('POST /repos/{owner}/{repo}/pulls', {
    ...fork,
    head: 'up:main',
    base: 'main',
    title: 'Sync',
    maintainer_can_modify: false,
  });
  expect(pull.status).toBe(201);
  await sandbox.mergePull('octo/hello', 1, { by: 'octo', method: 'squash' });
  expect(sandbox.pulls('octo/hello')[0]).toMatchObject({ merged: true, user: 'backstroke[bot]' });
});
