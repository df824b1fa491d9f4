import { expect, test } from 'vitest';
import { createGit } from '../../src/git/git.ts';
import { createGitHub } from '../../src/github/app.ts';
import { repositoryToken } from '../../src/github/repository-token.ts';
import { type RebaseOrder, rebaseBranch, tidyRebase } from '../../src/worker/perform-rebase.ts';
import { never, path, rebased, scene } from '../git/scene.ts';
import { directory } from '../support/git-program.ts';

async function ready() {
  const made = await scene();
  const { sandbox, installationId } = made;
  await sandbox.commit('octo/hello', 'main', { files: { 'mine.txt': 'mine\n' } });
  await sandbox.commit('up/hello', 'main', { files: { 'up.txt': 'x\n' } });
  const github = createGitHub({
    appId: sandbox.appId,
    privateKey: sandbox.privateKey,
    baseUrl: `${sandbox.url}/api/v3`,
  });
  const tokens: string[] = [];
  const parts = {
    git: createGit({ path, webUrl: sandbox.url, cacheDir: directory(), limitBytes: 1 << 30 }),
    repositoryToken: async (order: { installationId: number; repositoryId: number }) => {
      const answer = await repositoryToken(github, order);
      if ('token' in answer) tokens.push(answer.token);
      return answer;
    },
    giveUp: never,
  };
  const place = (name: 'up' | 'octo') => ({
    id: sandbox.repository(`${name}/hello`).id,
    owner: name,
    name: 'hello',
    sha: sandbox.head(`${name}/hello`, 'main') ?? '',
  });
  const order = (): RebaseOrder => ({
    installationId,
    linkId: 'link',
    operationId: 'operation',
    fork: place('octo'),
    upstream: place('up'),
    syncedSha: null,
    bot: { id: sandbox.bot.id, slug: sandbox.slug },
    webUrl: 'https://github.com',
    now: new Date('2026-11-20T12:00:00.000Z'),
  });
  return { ...made, parts, order, tokens };
}

test('the App’s bot commits, with a token for this one repository', async () => {
  const { sandbox, parts, order, tokens, look } = await ready();
  await sandbox.createRepository({ owner: 'octo', name: 'other' });
  const { sha, ref } = rebased(await rebaseBranch(parts, order()));
  expect(await look('log', '-1', '--format=%cn <%ce> %ct', sha)).toBe(
    `backstroke[bot] <${sandbox.bot.id}+backstroke[bot]@users.noreply.github.com> 1795176000`,
  );
  expect(ref).toBe('refs/backstroke/tmp/link/operation');
  expect(tokens).toHaveLength(1);
  const authorization = `Basic ${Buffer.from(`x-access-token:${tokens[0]}`).toString('base64')}`;
  const mayPush = async (name: string) => {
    const url = `${sandbox.url}/${name}.git/info/refs?service=git-receive-pack`;
    return (await fetch(url, { headers: { authorization } })).status;
  };
  expect([await mayPush('octo/hello'), await mayPush('octo/other')]).toEqual([200, 403]);
  expect(await tidyRebase(parts, { ...order(), upstreamId: order().upstream.id })).toEqual({ done: true });
  expect(await look('for-each-ref', 'refs/fork/backstroke')).toBe('');
});

test('a private upstream is read with the token of its own installation', async () => {
  const { sandbox, parts, order, tokens } = await ready();
  sandbox.setPrivate('octo/hello', true);
  const installationId = sandbox.install('up', 'all');
  sandbox.setPrivate('up/hello', true);
  const given = order();
  expect(await rebaseBranch(parts, given)).toMatchObject({
    reason: 'github-unavailable',
    detail: 'Repository not found.',
  });
  rebased(await rebaseBranch(parts, { ...given, upstream: { ...given.upstream, installationId } }));
  expect(new Set(tokens).size).toBe(3);
});

test('without git, and without a token, nothing is begun', async () => {
  const { sandbox, parts, order, installationId } = await ready();
  expect(await rebaseBranch({ ...parts, git: null }, order())).toEqual({ kind: 'no-git' });
  expect(await tidyRebase({ ...parts, git: null }, { ...order(), upstreamId: order().upstream.id })).toEqual({
    kind: 'no-git',
  });
  sandbox.suspend(installationId);
  expect(await rebaseBranch(parts, order())).toMatchObject({ refused: true, reason: 'suspended' });
});
