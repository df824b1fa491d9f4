/** What a server outside GitHub may not have git do, and what is said of one that does not do what it should. */
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { listHeads } from '../../src/git/list-heads.ts';
import { mintToken } from '../support/git-program.ts';
import { never, path } from './scene.ts';
import { elsewhere, project } from './upstream-scene.ts';

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
  const ask = { path, url: named, branches: ['main'], limitMs: 60_000, signal: never };
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
  const asked = { path, url, branches: ['main'], limitMs: 60_000, signal: never };
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
