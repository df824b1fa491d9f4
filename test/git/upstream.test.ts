/** Repositories outside GitHub, on a real https server, brought into a fork on the sandbox. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listHeads } from '../../src/git/list-heads.ts';
import type { Reach } from '../../src/git/reach.ts';
import type { StageLimits } from '../../src/git/stage.ts';
import { createUpstreamGit } from '../../src/git/upstream-git.ts';
import { elsewhereAt } from '../../src/github/elsewhere.ts';
import { directory, gitOk, mintToken, remote } from '../support/git-program.ts';
import { startHttpsGit } from '../support/https-git.ts';
import { never, path, scene } from './scene.ts';

const project = 'group/project.git';

/** `group/project.git`, which has what `octo/hello` has and one commit more, and the git of a worker. */
async function elsewhere(limits?: StageLimits) {
  const [made, host] = await Promise.all([scene(), startHttpsGit()]);
  onTestFinished(() => host.stop());
  const { sandbox, token } = made;
  await host.create(project);
  const base = { url: remote(sandbox, 'octo/hello', token), sha: sandbox.head('octo/hello', 'main') ?? '' };
  const sha = await host.commit(project, 'main', { 'theirs.txt': 'theirs\n' }, base);
  const by: Reach = { elsewhere: { off: false, hosts: [host.host], github: sandbox.host }, ca: host.ca };
  const cacheDir = directory();
  const git = createUpstreamGit({
    path,
    webUrl: sandbox.url,
    cacheDir,
    limitBytes: 1 << 30,
    by,
    ...(limits && { limits }),
  });
  const url = host.urlOf(project);
  const order = () => ({
    upstreamId: elsewhereAt(url).id,
    linkId: 'link',
    url,
    branch: 'main',
    fork: { owner: 'octo', name: 'hello', token, sha: sandbox.head('octo/hello', 'main') ?? '' },
  });
  const staged = () => made.look('for-each-ref', '--format=%(refname:lstrip=2) %(objectname)', 'refs/fork/backstroke');
  return { ...made, host, by, git, url, sha, order, staged, cacheDir };
}

test('heads of branches are listed, of those asked for alone, without any credentials', async () => {
  const { host, by, url, sha } = await elsewhere();
  await host.run(project, 'update-ref', 'refs/heads/other/refs/heads/main', sha);
  const branches = ['main', 'missing'];
  const heads = await listHeads({ path, url, branches, by, limitMs: 10_000, signal: never });
  expect(heads).toEqual(
    new Map([
      ['main', sha],
      ['missing', null],
    ]),
  );
  expect(host.asked.length).toBeGreaterThan(0);
  expect(host.asked.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
});

test('a branch comes to a reference of the fork that nobody sees, and what the fork has is not fetched', async () => {
  const { host, git, order, sha, staged, sandbox, cacheDir } = await elsewhere();
  const before = sandbox.head('octo/hello', 'main');
  expect(await git.stage(order(), never)).toEqual({ sha });
  expect(await staged()).toBe(`backstroke/upstream/link ${sha}`);
  expect(sandbox.head('octo/hello', 'main')).toBe(before);
  const next = await host.commit(project, 'main', { 'theirs.txt': 'more\n' });
  expect(await git.headOf(order(), never)).toEqual({ sha: next });
  expect(await git.stage(order(), never)).toEqual({ sha: next });
  expect(await staged()).toBe(`backstroke/upstream/link ${next}`);
  expect(host.asked.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  const [clone = ''] = readdirSync(cacheDir).filter((name) => name.endsWith('.git'));
  // Files that the fork has were not fetched from anywhere.
  const objects = await gitOk(join(cacheDir, clone), [
    'rev-list',
    '--objects',
    '--missing=print',
    'refs/kept/link/fork',
  ]);
  expect(objects.split('\n').filter((line) => line.startsWith('?'))).not.toEqual([]);
});

test('a file of long ago that comes back is pushed as well', async () => {
  const { host, git, order, look } = await elsewhere();
  await host.run(project, 'config', 'repack.writeBitmaps', 'true');
  await git.stage(order(), never);
  await host.commit(project, 'main', { 'lines.txt': 'gone\n' });
  await host.commit(project, 'main', { 'theirs.txt': 'line 0\n' });
  await host.run(project, 'repack', '-q', '-a', '-d', '-b');
  await git.stage(order(), never);
  expect(await look('show', 'refs/fork/backstroke/upstream/link:theirs.txt')).toBe('line 0');
});

test('a branch that was rewritten is brought as it is now', async () => {
  const { host, git, order, sandbox, token, staged } = await elsewhere();
  await git.stage(order(), never);
  const base = { url: remote(sandbox, 'octo/hello', token), sha: sandbox.head('octo/hello', 'main') ?? '' };
  const sha = await host.commit(project, 'main', { 'otherwise.txt': 'x\n' }, base);
  expect(await git.stage(order(), never)).toEqual({ sha });
  expect(await staged()).toBe(`backstroke/upstream/link ${sha}`);
});

test('what would be too much is not taken, and nothing of it stays', async () => {
  const { host, git, order, staged, cacheDir } = await elsewhere({ bytes: 200_000, ms: 30_000 });
  const noise = randomBytes(1_000_000).toString('base64');
  await host.commit(project, 'main', { 'large.txt': noise });
  expect(await git.stage(order(), never)).toEqual({ gone: expect.stringContaining('MiB') });
  expect(await staged()).toBe('');
  const [clone = ''] = readdirSync(cacheDir).filter((name) => name.endsWith('.git'));
  expect(readdirSync(join(cacheDir, clone, 'objects', 'pack')).filter((name) => name.startsWith('tmp_'))).toEqual([]);
  expect(existsSync(cacheDir)).toBe(true);
});

test('a server that says nothing is ended by the time', async () => {
  const { host, git, by, url, order } = await elsewhere({ bytes: 1 << 30, ms: 1_000 });
  host.answer(() => {});
  const silent = {
    refused: true,
    reason: 'github-unavailable',
    host: 'localhost',
    detail: expect.stringContaining('took too long'),
  };
  expect(await git.stage(order(), never)).toMatchObject(silent);
  const listed = await listHeads({ path, url, branches: ['main'], by, limitMs: 500, signal: never });
  expect(listed).toMatchObject(silent);
});

test.each([
  [
    'sends on elsewhere',
    (response: ServerResponse) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    'sends on',
  ],
  [
    'wants to know who asks',
    (response: ServerResponse) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end(),
    'asks who',
  ],
  ['has no such repository', (response: ServerResponse) => response.writeHead(404).end(), 'no such repository'],
  ['is no git server', (response: ServerResponse) => response.end('<html>\n<body>Hello\n'), 'no git repository'],
])('one that %s is nothing to follow, and says why', async (_, answer, why) => {
  const { host, git, order } = await elsewhere();
  host.answer((_request, response) => answer(response));
  expect(await git.headOf(order(), never)).toEqual({ gone: expect.stringContaining(why) });
  expect(await git.stage(order(), never)).toEqual({ gone: expect.stringContaining(why) });
});

test('what a failing server writes is not quoted', async () => {
  const { host, git, order } = await elsewhere();
  host.answer((_request, response) => response.writeHead(503).end('\u001b[31mRUN ME'));
  const refused = await git.headOf(order(), never);
  expect(refused).toMatchObject({
    reason: 'github-unavailable',
    host: 'localhost',
    detail: expect.stringContaining('503'),
  });
  expect(JSON.stringify(refused)).not.toContain('RUN ME');
});

test('git asks the address that was judged, whatever the name says a moment later', async () => {
  const { host, by, url, sha } = await elsewhere();
  const looked: string[] = [];
  const addressesOf = async (name: string) => {
    looked.push(name);
    return ['127.0.0.1'];
  };
  // Nothing but this look-up knows the name.
  const named = url.replace('localhost', 'nowhere.invalid');
  const port = host.host.split(':')[1];
  const elsewhereNamed = { ...by.elsewhere, hosts: [`nowhere.invalid:${port}`] };
  const ask = { path, url: named, branches: ['main'], limitMs: 10_000, signal: never };
  // Its certificate is for another name: it was reached, at the address it was given.
  const reached = await listHeads({ ...ask, by: { ...by, elsewhere: elsewhereNamed, addressesOf } });
  expect(reached).toMatchObject({ reason: 'github-unavailable', detail: expect.stringMatching(/certificate/i) });
  expect(looked).toEqual(['nowhere.invalid']);
  expect(await listHeads({ ...ask, url, by })).toEqual(new Map([['main', sha]]));
});

test('a public name with an address that is not public is not asked, whoever else it has', async () => {
  const { host, by } = await elsewhere();
  const before = host.asked.length;
  const elsewhereOpen = { ...by.elsewhere, hosts: [] };
  const addressesOf = async () => ['8.8.8.8', '127.0.0.1'];
  const url = 'https://git.example/group/project.git';
  const asked = { path, url, branches: ['main'], limitMs: 10_000, signal: never };
  const refused = await listHeads({ ...asked, by: { elsewhere: elsewhereOpen, addressesOf } });
  expect(refused).toEqual({ gone: 'git.example has the address 127.0.0.1, which is not one of the public internet' });
  const off = await listHeads({ ...asked, by: { elsewhere: { ...elsewhereOpen, off: true }, addressesOf } });
  expect(off).toEqual({ gone: expect.stringContaining('nothing else') });
  expect(host.asked.length).toBe(before);
});

test('a workflow that the App may not push is a missing permission', async () => {
  const { host, git, order, sandbox, installationId } = await elsewhere();
  const token = await mintToken(sandbox, installationId, { contents: 'write' });
  await host.commit(project, 'main', { '.github/workflows/ci.yml': 'on: push\n' });
  const refused = await git.stage({ ...order(), fork: { ...order().fork, token } }, never);
  expect(refused).toMatchObject({ refused: true, reason: 'missing-permission' });
});
