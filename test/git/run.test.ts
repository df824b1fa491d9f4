import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createGit } from '../../src/git/git.ts';
import { findGit } from '../../src/git/program.ts';
import { GitFailure, runGit } from '../../src/git/run.ts';
import { isAlive } from '../support/alive.ts';
import { eventually } from '../support/eventually.ts';
import { directory } from '../support/git-program.ts';
import { never, path, scene } from './scene.ts';

/** A PATH on which `git` is this script. */
function fakeGit(script: string): string {
  const dir = directory();
  writeFileSync(join(dir, 'git'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(dir, 'git'), 0o755);
  return `${dir}:${path}`;
}

const run = (script: string, more: { limitMs?: number; signal?: AbortSignal; enough?: number } = {}) =>
  runGit({
    args: ['thing'],
    cwd: '/',
    env: { PATH: fakeGit(script) },
    limitMs: 60_000,
    signal: never,
    secrets: ['s3cret'],
    ...more,
  });

test.each([
  ['git version 2.39.5', { version: '2.39.5' }],
  ['git version 2.38.0.windows.1', { version: '2.38.0.windows.1' }],
  ['git version 3.0.0-rc1', { version: '3.0.0-rc1' }],
  ['git version 2.37.9', { missing: 'git 2.37.9 is older than 2.38' }],
  ['git version 1.99.1', { missing: 'git 1.99.1 is older than 2.38' }],
  ['something else', { missing: 'git of an unknown version is older than 2.38' }],
])('%s', async (said, found) => {
  expect(await findGit(fakeGit(`echo '${said}'`))).toMatchObject(found);
});

test('this machine has a git that will do, and one without git has none', async () => {
  expect(await findGit(path)).toMatchObject({ version: expect.stringMatching(/^\d/) });
  expect(await findGit(directory())).toEqual({ missing: 'there is no git program' });
  expect(await findGit(fakeGit('exit 1'))).toEqual({ missing: 'there is no git program' });
});

test('a call that takes too long is killed with all it started', async ({ signal }) => {
  const dir = directory();
  const script = `sleep 1000 & echo $! > ${dir}/child; echo $$ > ${dir}/self; touch ${dir}/told; wait`;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const failed = expect(run(script, { limitMs: 3000 })).rejects.toThrow('git thing: took too long');
  while (!existsSync(join(dir, 'told')) && !signal.aborted) await new Promise(setImmediate);
  vi.advanceTimersByTime(3000);
  vi.useRealTimers();
  await failed;
  for (const name of ['child', 'self']) {
    const pid = Number(readFileSync(join(dir, name), 'utf8'));
    await eventually(() => !isAlive(pid), { what: `${name} ends` });
  }
});

test('giving up kills a call, and begins none', async () => {
  const gaveUp = new AbortController();
  const failed = run('sleep 1000', { signal: gaveUp.signal });
  gaveUp.abort();
  await expect(failed).rejects.toMatchObject({ why: 'aborted' });
  await expect(run('exit 0', { signal: gaveUp.signal })).rejects.toMatchObject({ why: 'aborted' });
});

test('what git says of a failure is told, cut, and without secrets', async () => {
  const failed = run('echo "fatal: no s3cret here" >&2; head -c 100000 /dev/zero | tr "\\0" x >&2; exit 128');
  const error: unknown = await failed.catch((reason: unknown) => reason);
  if (!(error instanceof GitFailure)) throw error;
  expect(error.message).toMatch(/^git thing: fatal: no \[redacted\] here\nx+$/);
  expect(error.message.length).toBeLessThan(5000);
});

test('enough output is enough, and ends a call that would go on', async () => {
  const { stdout } = await run('while :; do echo line; done', { enough: 12 });
  expect(stdout.toString()).toBe('line\nline\nli');
});

test('a GitHub that takes the connection and says nothing is given up with the worker', async () => {
  const sockets: number[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    sockets.push(1);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const { order } = await scene();
  const webUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const git = createGit({ path, webUrl, cacheDir: directory(), limitBytes: 1 << 30 });
  const gaveUp = new AbortController();
  const rebasing = git.rebase(order(), gaveUp.signal).catch((reason: unknown) => reason);
  await eventually(() => sockets.length > 0);
  gaveUp.abort();
  expect(await rebasing).toMatchObject({ why: 'aborted' });
});

test('a GitHub that is not there is a refusal', async () => {
  const { order } = await scene();
  const git = createGit({ path, webUrl: 'http://127.0.0.1:1', cacheDir: directory(), limitBytes: 1 << 30 });
  expect(await git.rebase(order(), never)).toMatchObject({ reason: 'github-unavailable' });
});
