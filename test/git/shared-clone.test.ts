import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGit } from '../../src/git/git.ts';
import { directory } from '../support/git-program.ts';
import { both, disputed, resolved, squashed } from './resolved.ts';
import { never, path, scene } from './scene.ts';
import { small } from './small.ts';

const clones = (dir: string) => readdirSync(dir).sort();

describe('what goes on in a clone while others work there', () => {
  const nothing = async () => {};

  test('has its begin and a directory, and the clone stays', async () => {
    const dir = directory();
    const done = small(dir, 1500).share(
      'a',
      never,
      async (gitDir) => basename(gitDir),
      async (begun, place) => {
        expect([begun, readdirSync(place.dir)]).toEqual(['a.git', []]);
        await small(dir, 1500).use('a', never, nothing);
        // By whoever uses another one, or this one.
        await small(dir, 1500).use('b', never, nothing);
        await small(dir, 10).use('a', never, nothing);
        expect(clones(dir)).toEqual(['a.git', basename(place.dir)]);
        throw new Error('and nothing is left of it');
      },
    );
    await expect(done).rejects.toThrow('and nothing is left of it');
    expect(clones(dir)).toEqual(['a.git']);
    await small(dir, 1500).use('b', never, nothing);
    expect(clones(dir)).toEqual(['b.git']);
  });

  test('is over after ten minutes, when its process died', async () => {
    const dir = directory();
    await small(dir, 1500).use('a', never, nothing);
    const left = join(dir, 'a.git.died.lent');
    mkdirSync(left);
    const minutesAgo = (minutes: number) =>
      utimesSync(left, Date.now() / 1000 - minutes * 60, Date.now() / 1000 - minutes * 60);
    minutesAgo(9);
    await small(dir, 1500).use('b', never, nothing);
    expect(clones(dir)).toEqual(['a.git', 'a.git.died.lent']);
    minutesAgo(11);
    await small(dir, 1500).use('b', never, nothing);
    expect(clones(dir)).toEqual(['b.git']);
  });
});

/** A PATH on which git notes whether the lock of the clone is somebody's, and tidies the clone before it resolves anything. */
function watching(cacheDir: string): { path: string; said: () => string[] } {
  const dir = directory();
  const log = join(dir, 'log');
  const tidying = 'git -c gc.auto=1 -c gc.autoPackLimit=1 gc --auto --quiet';
  const script = `#!/bin/sh
PATH=\${PATH#*:}
for word; do case $word in fetch|rerere) called=$word;; esac; done
if [ -n "$called" ]; then
  if ls ${cacheDir}/*.lock >&2; then echo "$called locked"; else echo "$called free"; fi >> ${log}
fi 2>/dev/null
if [ "$called" = rerere ]; then
  (unset GIT_WORK_TREE GIT_OBJECT_DIRECTORY; cd ${cacheDir}/*.git && GIT_DIR=$PWD ${tidying}) >&2 || echo 'gc failed' >> ${log}
fi
exec git "$@"
`;
  writeFileSync(join(dir, 'git'), script, { mode: 0o755 });
  return { path: `${dir}:${path}`, said: () => readFileSync(log, 'utf8').split('\n') };
}

test('how a conflict was resolved is looked for while others work in the clone, and tidy it', async () => {
  const here = await scene();
  await disputed(here);
  const { merge } = await resolved(here, { 'lines.txt': both });
  await squashed(here, { 'lines.txt': both });
  const upstream = await here.sandbox.commit('up/hello', 'main', { files: { 'new.txt': 'x\n' } });
  const { path, said } = watching(here.cacheDir);
  const options = { path, webUrl: here.sandbox.url, cacheDir: here.cacheDir, limitBytes: 1 << 30 };
  const order = here.heads({ memory: { upstream, past: [merge] } });
  const told = await createGit(options).conflicts(order, never);
  expect(told).toEqual({ files: ['lines.txt'], known: [{ path: 'lines.txt', commit: merge }] });
  const lines = said();
  expect(lines.filter((line) => line.startsWith('fetch '))).toContain('fetch locked');
  expect(lines.filter((line) => line.startsWith('rerere '))).toContain('rerere free');
  expect(lines).not.toContain('rerere locked');
  expect(lines).not.toContain('gc failed');
});
