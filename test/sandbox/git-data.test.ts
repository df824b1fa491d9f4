import { describe, expect, test } from 'vitest';
import { asInstallation, failure, fork, sandboxWithFork } from './support.ts';

const repo = '/repos/{owner}/{repo}';
const write = { contents: 'write', workflows: 'write' };

async function ready(permissions: Record<string, string> = write) {
  const sandbox = await sandboxWithFork();
  const octokit = asInstallation(sandbox, sandbox.install('octo', 'all', permissions));
  const files = { 'docs/a': 'a\n', 'docs/b': 'b\n', run: { mode: '100755' as const, content: '#!\n' } };
  const head = await sandbox.commit('octo/hello', 'main', { files });
  const { data: commit } = await octokit.request(`GET ${repo}/git/commits/{commit_sha}`, { ...fork, commit_sha: head });
  const listed = async (sha: string) => {
    const { data } = await octokit.request(`GET ${repo}/git/trees/{tree_sha}`, {
      ...fork,
      tree_sha: sha,
      recursive: '1',
    });
    return Object.fromEntries(data.tree.map(({ path, mode, sha: oid }) => [path, `${mode} ${oid}`]));
  };
  type Order = {
    base_tree?: string;
    tree: { path: string; mode?: '100644' | '100755' | '120000'; sha?: string | null }[];
  };
  const make = (order: Order) => octokit.request(`POST ${repo}/git/trees`, { ...fork, ...order });
  return { sandbox, octokit, head, commit, files: await listed(head), listed, make };
}

describe('a tree', () => {
  test('is another one with some paths changed', async () => {
    const { commit, files, listed, make } = await ready();
    const run = files.run?.slice(7) ?? '';
    const { data } = await make({
      base_tree: commit.tree.sha,
      tree: [
        { path: 'docs/a', mode: '100644', sha: null },
        { path: 'docs/b', mode: '100755', sha: run },
        { path: 'new/c', mode: '120000', sha: run },
      ],
    });
    const made = await listed(data.sha);
    expect(made).toMatchObject({ 'docs/b': `100755 ${run}`, 'new/c': `120000 ${run}`, run: `100755 ${run}` });
    expect(Object.keys(made).sort()).toEqual(['README.md', 'docs', 'docs/b', 'new', 'new/c', 'run']);
    const again = await make({ base_tree: data.sha, tree: [{ path: 'docs', mode: '100644', sha: run }] });
    expect(Object.keys(await listed(again.data.sha)).sort()).toEqual(['README.md', 'docs', 'new', 'new/c', 'run']);
    const alone = await make({ tree: [{ path: 'a', mode: '100644', sha: run }] });
    expect(await listed(alone.data.sha)).toEqual({ a: `100644 ${run}` });
  });

  test.each([
    [
      'base_tree is not a valid tree oid',
      { base_tree: 'a'.repeat(40), tree: [{ path: 'a', mode: '100644', sha: null }] },
    ],
    ['GitRPC::BadObjectState', { tree: [{ path: 'none', mode: '100644', sha: null }] }],
    [`tree.sha ${'a'.repeat(40)} is not a valid blob`, { tree: [{ path: 'a', mode: '100644', sha: 'a'.repeat(40) }] }],
    ['tree.path contains a malformed path component', { tree: [{ path: '/a', mode: '100644', sha: null }] }],
    ['Must supply a valid tree.mode', { tree: [{ path: 'a', sha: null }] }],
    [
      'Must supply either tree.sha or tree.content. Request will be rejected if both are present.',
      { tree: [{ path: 'a', mode: '100644' }] },
    ],
    ['Invalid tree info', { tree: [] }],
  ] as const)('is refused: %s', async (message, order) => {
    const { make } = await ready();
    expect(await failure(make({ ...order, tree: [...order.tree] }))).toMatchObject({ status: 422, data: { message } });
  });

  test('with workflows needs the permission for them', async () => {
    const { files, make } = await ready({ contents: 'write' });
    const sha = files.run?.slice(7) ?? '';
    const refused = make({ tree: [{ path: '.github/workflows/a.yml', mode: '100644', sha }] });
    const message = 'Resource not accessible by integration';
    expect(await failure(refused)).toMatchObject({ status: 403, data: { message } });
    expect(await make({ tree: [{ path: '.github/a.yml', mode: '100644', sha }] })).toMatchObject({ status: 201 });
  });
});

describe('a commit', () => {
  const person = { name: 'Mona', email: 'mona@example.com', date: '2026-01-02T03:04:05Z' };

  test('is the same when it is made again by the same words, and on no branch', async () => {
    const { sandbox, octokit, head, commit } = await ready();
    const order = {
      ...fork,
      message: 'Made',
      tree: commit.tree.sha,
      parents: [head],
      author: person,
      committer: person,
    };
    const make = () => octokit.request(`POST ${repo}/git/commits`, order);
    const [first, second] = [await make(), await make()];
    expect(first.data).toMatchObject({
      author: person,
      committer: person,
      tree: { sha: commit.tree.sha },
      parents: [{ sha: head }],
    });
    expect(second.data.sha).toBe(first.data.sha);
    expect(sandbox.head('octo/hello', 'main')).toBe(head);
  });

  test('is of who asks, unless it says of whom', async () => {
    const { sandbox, octokit, commit } = await ready();
    const order = { ...fork, message: 'Made', tree: commit.tree.sha };
    const { data: own } = await octokit.request(`POST ${repo}/git/commits`, order);
    expect(own).toMatchObject({
      author: { name: sandbox.bot.login },
      committer: { name: sandbox.bot.login },
      parents: [],
    });
    const { data: theirs } = await octokit.request(`POST ${repo}/git/commits`, { ...order, author: person });
    expect(theirs).toMatchObject({ author: person, committer: person });
  });

  test.each([
    ['Tree SHA does not exist', { tree: 'a'.repeat(40) }],
    ['Parent SHA does not exist or is not a commit object', { parents: ['a'.repeat(40)] }],
  ])('is refused: %s', async (message, more) => {
    const { octokit, commit } = await ready();
    const refused = octokit.request(`POST ${repo}/git/commits`, {
      ...fork,
      message: 'Made',
      tree: commit.tree.sha,
      ...more,
    });
    expect(await failure(refused)).toMatchObject({ status: 422, data: { message } });
  });

  test('that is not there is not shown', async () => {
    const { octokit } = await ready();
    const read = octokit.request(`GET ${repo}/git/commits/{commit_sha}`, { ...fork, commit_sha: 'a'.repeat(40) });
    expect(await failure(read)).toMatchObject({ status: 404 });
  });
});
