import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { openClone } from '../../src/git/clone.ts';
import { directory } from '../support/git-program.ts';
import { never, path, rebased, type Scene, scene } from './scene.ts';
import { small } from './small.ts';

async function diverged(options: { limitBytes?: number } = {}): Promise<Scene> {
  const made = await scene(options);
  await made.sandbox.commit('octo/hello', 'main', { files: { 'mine.txt': 'mine\n' } });
  await made.sandbox.commit('up/hello', 'main', { files: { 'up.txt': 'x\n' } });
  return made;
}

const clones = (dir: string) => readdirSync(dir).sort();

test('two jobs on one clone take turns, and both come true', async () => {
  const { order, git, cacheDir, look } = await diverged();
  const [one, other] = await Promise.all([
    git.rebase(order({ linkId: 'one' }), never),
    git.rebase(order({ linkId: 'other' }), never),
  ]);
  expect(rebased(one).sha).toBe(rebased(other).sha);
  expect((await look('for-each-ref', 'refs/fork/backstroke')).split('\n')).toHaveLength(2);
  expect(clones(cacheDir)).toHaveLength(1);
});

test('what is there already is not fetched again', async () => {
  const { order, git, cacheDir, sandbox } = await diverged();
  rebased(await git.rebase(order(), never));
  const packs = () => readdirSync(join(cacheDir, clones(cacheDir)[0] ?? '', 'objects/pack')).length;
  const before = packs();
  rebased(await git.rebase(order(), never));
  expect(packs()).toBe(before);
  await sandbox.commit('up/hello', 'main', { files: { 'up.txt': 'y\n' } });
  rebased(await git.rebase(order(), never));
  expect(packs()).toBeGreaterThan(before);
});

test('git’s own tidying leaves a clone that works on, without the files it never had', async () => {
  const { order, git, cacheDir, sandbox, token } = await diverged();
  rebased(await git.rebase(order(), never));
  const gitDir = join(cacheDir, clones(cacheDir)[0] ?? '');
  const remotes = { fork: { owner: 'octo', name: 'hello', token }, upstream: { owner: 'up', name: 'hello', token } };
  const clone = openClone({ path, gitDir, webUrl: sandbox.url, remotes, signal: never });
  const packs = () => readdirSync(join(gitDir, 'objects/pack')).filter((name) => name.endsWith('.pack')).length;
  const before = packs();
  await clone.run(['-c', 'gc.autoPackLimit=1', '-c', 'gc.auto=1', 'gc', '--auto', '--quiet']);
  expect(packs()).toBeLessThan(before);
  const missing = await clone.text(['rev-list', '--objects', '--missing=print', '--all']);
  expect(missing.split('\n').some((line) => line.startsWith('?'))).toBe(true);
  await sandbox.commit('up/hello', 'main', { files: { 'up.txt': 'y\n' } });
  rebased(await git.rebase(order(), never));
});

test.each([
  ['without its objects', (clone: string) => rmSync(join(clone, 'objects'), { recursive: true })],
  ['with half a pack', (clone: string) => breakPacks(clone)],
  ['with a lock of a killed git', (clone: string) => lockRefs(clone)],
  ['that is none at all', (clone: string) => emptied(clone)],
])('a clone %s is thrown away and made anew', async (_, damage) => {
  const { order, git, cacheDir, sandbox } = await diverged();
  rebased(await git.rebase(order(), never));
  const clone = join(cacheDir, clones(cacheDir)[0] ?? '');
  damage(clone);
  writeFileSync(join(clone, 'old'), '');
  await sandbox.commit('up/hello', 'main', { files: { 'up.txt': 'y\n' } });
  rebased(await git.rebase(order(), never));
  expect(clones(cacheDir)).toEqual([basename(clone)]);
  expect(existsSync(join(clone, 'old'))).toBe(false);
});

function breakPacks(clone: string): void {
  const packs = join(clone, 'objects/pack');
  for (const name of readdirSync(packs)) if (name.endsWith('.idx')) writeFileSync(join(packs, name), 'no index');
}

function lockRefs(clone: string): void {
  writeFileSync(join(clone, 'refs/kept/link/upstream.lock'), '');
}

function emptied(clone: string): void {
  rmSync(clone, { recursive: true });
  mkdirSync(clone);
}

test('nobody else works in a clone meanwhile, be it another process, and others are not waited for', async () => {
  const dir = directory();
  const seen: string[] = [];
  const work = (name: string) =>
    // Two caches on one directory, as two processes have them.
    small(dir, 1 << 20).use(name, never, async () => {
      seen.push(`${name} begins`);
      if (name === 'a') await small(dir, 1 << 20).use('b', never, async () => {});
      seen.push(`${name} ends`);
    });
  await Promise.all([work('a'), work('a')]);
  expect(seen).toEqual(['a begins', 'a ends', 'a begins', 'a ends']);
});

test('the clones used longest ago go when all together are too large', async () => {
  const dir = directory();
  const cache = small(dir, 2500);
  const usedAt = (name: string, seconds: number) => utimesSync(join(dir, `${name}.git`), seconds, seconds);
  await cache.use('a', never, async () => {});
  await cache.use('b', never, async () => {});
  usedAt('a', 2000);
  usedAt('b', 1000);
  await cache.use('c', never, async () => {});
  expect(clones(dir)).toEqual(['a.git', 'c.git']);
  await cache.use('c', never, async (gitDir) => writeFileSync(join(gitDir, 'large'), 'x'.repeat(4096)));
  expect(clones(dir)).toEqual([]);
});

test('a clone in use stays, however long ago it was used before', async () => {
  const dir = directory();
  const cache = small(dir, 1500);
  await cache.use('a', never, async (gitDir) => {
    utimesSync(gitDir, 1, 1);
    await small(dir, 1500).use('b', never, async () => {});
    expect(statSync(gitDir).isDirectory()).toBe(true);
  });
});

test('a lock that nobody keeps up is nobody’s, one that is kept up is waited for', async () => {
  const dir = directory();
  const cache = small(dir, 1 << 20);
  const lock = join(dir, 'a.git.lock');
  writeFileSync(lock, '');
  utimesSync(lock, 1, 1);
  await cache.use('a', never, async () => {});
  writeFileSync(lock, '');
  await expect(cache.use('a', AbortSignal.timeout(300), async () => {})).rejects.toThrow();
});

test('work that fails twice fails, and a clone that failed otherwise is kept', async () => {
  const dir = directory();
  const cache = small(dir, 1 << 20);
  let tries = 0;
  const work = (message: string) => async () => {
    tries += 1;
    throw new Error(message);
  };
  await expect(cache.use('a', never, work('broken'))).rejects.toThrow('broken');
  expect(tries).toBe(2);
  await expect(cache.use('a', never, work('refused'))).rejects.toThrow('refused');
  expect(tries).toBe(3);
  expect(clones(dir)).toEqual(['a.git']);
  await expect(cache.use('../a', never, async () => {})).rejects.toThrow('names no clone');
});
