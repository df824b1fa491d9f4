import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createGit } from '../../src/git/git.ts';
import { directory } from '../support/git-program.ts';
import { never, path, rebased, type Scene, scene } from './scene.ts';

const basic = (token: string) => Buffer.from(`x-access-token:${token}`).toString('base64');

/** What a passer-by sees of the processes on this machine (proc(5)). */
function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        return [];
      }
    });
}

/** In front of the sandbox: notes how the machine looks from outside while a request is under way. */
async function watched({ sandbox, token }: Scene) {
  const seen = { withToken: [] as string[], git: 0, authorized: 0 };
  const server = createServer((asked, answer) => {
    const lines = commandLines();
    seen.git += lines.filter((line) => /git.remote-https?|git-remote-https? /.test(line)).length;
    seen.withToken.push(...lines.filter((line) => line.includes(token) || line.includes(basic(token))));
    if (asked.headers.authorization === `Basic ${basic(token)}`) seen.authorized += 1;
    const { method, headers } = asked;
    const passed = request(`${sandbox.url}${asked.url}`, { method, headers }, (made) => {
      answer.writeHead(made.statusCode ?? 500, made.headers);
      made.pipe(answer);
    });
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, url: `http://localhost:${(server.address() as AddressInfo).port}` };
}

function everyFile(dir: string): string {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

test.runIf(existsSync('/proc/self/cmdline'))('the token is on no command line and in no file', async () => {
  const made = await scene();
  const { sandbox, token, order } = made;
  sandbox.setPrivate('octo/hello', true);
  await sandbox.commit('octo/hello', 'main', { files: { 'mine.txt': 'mine\n' } });
  await sandbox.commit('up/hello', 'main', { files: { 'up.txt': 'x\n' } });
  const { seen, url } = await watched(made);
  const cacheDir = directory();
  const git = createGit({ path, webUrl: url, cacheDir, limitBytes: 1 << 30 });
  rebased(await git.rebase(order(), never));
  expect(await git.tidy(order(), never)).toEqual({ done: true });
  expect(seen.authorized).toBeGreaterThan(5);
  expect(seen.git).toBeGreaterThan(5);
  expect(seen.withToken).toEqual([]);
  const kept = everyFile(cacheDir);
  expect(kept).toContain('[core]');
  expect(kept.includes(token) || kept.includes(basic(token))).toBe(false);
  // Neither addresses nor names: the clone cannot be used for anything by itself.
  expect(kept).not.toContain(url);
});

test('an error that repeats the token does not', async () => {
  const { git, order, token } = await scene();
  const named = order({ upstream: { owner: 'up', name: token, token, sha: 'a'.repeat(40) } });
  const refused = await git.rebase(named, never);
  expect(refused).toMatchObject({ reason: 'github-unavailable' });
  expect(JSON.stringify(refused)).not.toContain(token);
});

test('settings of the machine and of whoever started the worker change nothing', async () => {
  const home = directory();
  const { order, sandbox } = await scene();
  await sandbox.commit('octo/hello', 'main', { files: { 'mine.txt': 'mine\n' } });
  await sandbox.commit('up/hello', 'main', { files: { 'up.txt': 'x\n' } });
  onTestFinished(() => void vi.unstubAllEnvs());
  writeFileSync(join(home, '.gitconfig'), '[url "http://127.0.0.1:1/"]\n  insteadOf = http://\n');
  vi.stubEnv('HOME', home);
  vi.stubEnv('GIT_OBJECT_DIRECTORY', home);
  vi.stubEnv('GIT_TRACE_CURL', join(home, 'trace'));
  const git = createGit({ path, webUrl: sandbox.url, cacheDir: directory(), limitBytes: 1 << 30 });
  rebased(await git.rebase(order(), never));
  expect(readdirSync(home)).toEqual(['.gitconfig']);
});

test('a redirect is not followed, so that the token goes nowhere else', async () => {
  const { sandbox, git, order } = await scene();
  const given = order();
  sandbox.renameRepository('octo/hello', 'hallo');
  expect(await git.tidy(given, never)).toMatchObject({ reason: 'github-unavailable' });
});
