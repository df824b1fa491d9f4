import { expect, test } from 'vitest';
import { asInstallation, fork, sandboxWithFork } from './support.ts';

const path = '.github/backstroke.yml';
const binary = Buffer.from([0x89, 0x50, 0, 0xff]);

async function ready() {
  const sandbox = await sandboxWithFork();
  const octokit = asInstallation(sandbox, sandbox.install('octo', 'all'));
  const object = async (expression: string, name = 'hello') => {
    const { repository } = await octokit.graphql<{ repository: { object: unknown } }>(objectQuery, {
      name,
      expression,
    });
    return repository.object;
  };
  return { sandbox, octokit, object };
}

test('a file is a blob, a directory a tree, and a link the blob of where it leads', async () => {
  const { sandbox, object } = await ready();
  const commit = (files: Parameters<typeof sandbox.commit>[2]['files']) =>
    sandbox.commit('octo/hello', 'main', { files });
  expect(await object(`HEAD:${path}`)).toBeNull();
  await commit({ [path]: 'version: 1\n' });
  const file = { __typename: 'Blob', byteSize: 11, isBinary: false, isTruncated: false, text: 'version: 1\n' };
  expect(await object(`HEAD:${path}`)).toMatchObject(file);
  await commit({ [path]: { mode: '120000', content: '../README.md' } });
  expect(await object(`HEAD:${path}`)).toMatchObject({ __typename: 'Blob', text: '../README.md' });
  expect(await object('HEAD:.github')).toMatchObject({
    __typename: 'Tree',
    entries: [{ name: 'backstroke.yml', mode: 0o120000, type: 'blob' }],
  });
  await commit({ [`${path}/inside`]: '1' });
  expect(await object(`HEAD:${path}`)).toMatchObject({ entries: [{ name: 'inside', mode: 0o100644 }] });
  await commit({ [path]: { mode: '100755', content: 'version: 1\n' } });
  expect(await object('HEAD:.github')).toMatchObject({ entries: [{ mode: 0o100755 }] });
  expect(await object('HEAD:')).toMatchObject({
    entries: [
      { name: '.github', mode: 0o40000, type: 'tree' },
      { name: 'README.md', type: 'blob' },
    ],
  });
});

test('what is no text has none, and what is long is cut', async () => {
  const { sandbox, object } = await ready();
  await sandbox.commit('octo/hello', 'main', { files: { binary, long: 'a'.repeat(600_000) } });
  expect(await object('HEAD:binary')).toMatchObject({ isBinary: true, text: null, byteSize: 4 });
  const long = (await object('HEAD:long')) as { text: string };
  expect(long).toMatchObject({ isTruncated: true, byteSize: 600_000 });
  expect(long.text).toHaveLength(512_000);
});

test('the file of many repositories is read at once, and again by its name', async () => {
  const { sandbox, octokit, object } = await ready();
  await sandbox.fork({ source: 'octo/hello', owner: 'octo', name: 'second' });
  await sandbox.commit('octo/second', 'main', { files: { [path]: 'version: 1\n' } });
  const ids = ['octo/hello', 'octo/second'].map((name) => sandbox.repository(name).nodeId);
  const { nodes } = await octokit.graphql<{ nodes: { object: { oid: string } | null }[] }>(nodesQuery, { ids });
  expect(nodes).toMatchObject([{ object: null }, { object: { text: 'version: 1\n' } }]);
  const oid = nodes[1]?.object?.oid ?? '';
  expect(await object(oid)).toMatchObject({ __typename: 'Blob', oid, text: 'version: 1\n' });
});

test('REST reads trees, follows links and keeps bytes', async () => {
  const { sandbox, octokit } = await ready();
  const files = { 'docs/a.md': 'a\n', link: { mode: '120000' as const, content: 'docs/a.md' }, binary };
  const commit = await sandbox.commit('octo/hello', 'main', { files });
  const tree = async (tree_sha: string, recursive?: string) => {
    const query = { ...fork, tree_sha, ...(recursive ? { recursive } : {}) };
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', query);
    return data.tree.map((entry) => `${entry.mode} ${entry.path}`);
  };
  const top = ['100644 README.md', '100644 binary', '040000 docs', '120000 link'];
  expect(await tree('main')).toEqual(top);
  expect(await tree(commit, '1')).toEqual([...top.slice(0, 3), '100644 docs/a.md', ...top.slice(3)]);
  const read = async (name: string) => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', { ...fork, path: name });
    return Buffer.from('content' in data ? data.content : '', 'base64');
  };
  expect((await read('link')).toString()).toBe('a\n');
  expect(await read('binary')).toEqual(binary);
});

const objectQuery = `query Read($name: String!, $expression: String!) {
  repository(owner: "octo", name: $name) {
    object(expression: $expression) {
      __typename oid
      ... on Blob { byteSize isBinary isTruncated text }
      ... on Tree { entries { name mode type } }
    }
  }
}`;

const nodesQuery = `query Read($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Repository { object(expression: "HEAD:${path}") { oid ... on Blob { text } } } }
}`;
