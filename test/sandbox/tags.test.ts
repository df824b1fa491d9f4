import { expect, test } from 'vitest';
import { asInstallation, failure, fork, sandboxWithFork } from './support.ts';

async function ready() {
  const sandbox = await sandboxWithFork();
  return { sandbox, octokit: asInstallation(sandbox, sandbox.install('octo', 'all')) };
}

test('tags: the newest first, an annotated one by its own date and as its own object', async () => {
  const { sandbox, octokit } = await ready();
  const old = sandbox.head('octo/hello', 'main') ?? '';
  const next = await sandbox.commit('octo/hello', 'main', { files: { a: '1' } });
  await sandbox.createTag('octo/hello', 'light-new', next);
  await sandbox.createTag('octo/hello', 'light-old', old);
  const object = await sandbox.createTag('octo/hello', 'annotated', old, { message: 'A tag' });
  const data = await octokit.graphql(`query Tags { repository(owner: "octo", name: "hello") {
    refs(refPrefix: "refs/tags/", first: 2, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      totalCount nodes { name target { oid ... on Tag { name message target { oid } } } }
    }
    light: refs(refPrefix: "refs/tags/", query: "light", first: 5) { nodes { name } }
  } }`);
  expect(data).toEqual({
    repository: {
      refs: {
        totalCount: 3,
        nodes: [
          { name: 'annotated', target: { oid: object, name: 'annotated', message: 'A tag\n', target: { oid: old } } },
          { name: 'light-new', target: { oid: next } },
        ],
      },
      light: { nodes: [{ name: 'light-new' }, { name: 'light-old' }] },
    },
  });
});

test('a tag may point to a tag object of the network, a branch may not', async () => {
  const { sandbox, octokit } = await ready();
  const sha = await sandbox.createTag('up/hello', 'v1', 'main', { message: 'One' });
  const create = (ref: string) => octokit.request('POST /repos/{owner}/{repo}/git/refs', { ...fork, ref, sha });
  expect((await create('refs/tags/v1')).data.object).toMatchObject({ sha, type: 'tag' });
  expect(await failure(create('refs/heads/next'))).toMatchObject({
    status: 422,
    data: { message: 'Object does not exist' },
  });
});
