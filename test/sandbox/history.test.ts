import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore, gitHub, type Store } from '../../src/sandbox/git.ts';
import { commitsSince, counts } from '../../src/sandbox/history.ts';
import { partingOf } from '../../src/sandbox/parting.ts';
import { entriesOf, entryAt, treeOf } from '../../src/sandbox/tree.ts';
import { commitTree, writeCommit } from '../../src/sandbox/write-commit.ts';

let dir: string;
let store: Store;
/** By name, each with its parents: two ways apart, one of them with a merge in it, a long one, a tag, and one that is alone. */
const shas: Record<string, string> = {};

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'history-'));
  store = await createStore(dir);
  const as = () => ({ author: gitHub, committer: gitHub, date: store.tick() });
  const files = { 'a.txt': 'a', 'docs/deep/b c.txt': 'bb', 'docs/link': { mode: '120000', content: 'deep' } } as const;
  const root = await writeCommit({ store, parent: null, files, message: 'root', as: as() });
  const tree = await treeOf(store, root);
  const add = async (name: string, ...parents: string[]) => {
    const from = parents.map((parent) => shas[parent] ?? '');
    shas[name] = await commitTree({ store, tree, parents: from, message: name, as: as() });
  };
  shas.root = root;
  await add('left', 'root');
  await add('left2', 'left');
  await add('right', 'root');
  await add('merge', 'left', 'right');
  await add('after', 'merge');
  let last = 'right';
  for (let step = 0; step < 25; step += 1) {
    await add(`far${step}`, last);
    last = `far${step}`;
  }
  await add('alone');
  const tagged = `object ${shas.left2}\ntype commit\ntag v1\ntagger A <a@b.c> 1 +0000\n\none\n`;
  shas.tag = (await store.git(['mktag'], { input: tagged })).trim();
});
afterAll(() => {
  store.objects.stop();
  rmSync(dir, { recursive: true });
});

const names = ['root', 'left', 'left2', 'right', 'merge', 'after', 'far3', 'far24', 'alone', 'tag'];

describe('how two commits are related', () => {
  it.each(names)('is what git says, from %s to any', async (from) => {
    const base = shas[from] ?? '';
    for (const to of names.filter((name) => name !== from)) {
      const head = shas[to] ?? '';
      const [behind, ahead] = (await store.git(['rev-list', '--left-right', '--count', `${base}...${head}`])).split(
        '\t',
      );
      const mergeBase = (await store.git(['merge-base', base, head], { allow: [1] })).trim() || null;
      expect(await counts(store, base, head), to).toEqual({ ahead: Number(ahead), behind: Number(behind), mergeBase });
      const said = (await store.git(['rev-list', '--reverse', head, '--not', base])).split('\n').filter(Boolean);
      const since = await commitsSince({ store, base: [base], head, limit: 100 });
      expect(
        since.map(({ sha }) => sha),
        to,
      ).toEqual(said);
    }
  });

  it('is found without git where no merge lies between them, and they are near', async () => {
    const of = (ours: string, theirs: string) => partingOf(store, shas[ours] ?? '', shas[theirs] ?? '');
    expect(await of('left2', 'right')).toEqual({
      ours: [shas.left2, shas.left],
      theirs: [shas.right],
      mergeBase: shas.root,
    });
    expect(await of('after', 'merge')).toMatchObject({ ours: [shas.after], theirs: [] });
    expect(await of('after', 'right')).toBeNull();
    expect(await of('far24', 'right')).toBeNull();
  });
});

describe('what lies in a tree', () => {
  it('is what git says', async () => {
    const tree = await treeOf(store, shas.left ?? '');
    const lines = async (...args: string[]) =>
      (await store.git(['ls-tree', '-z', '-l', ...args])).split('\0').filter(Boolean);
    const written = ({ path, mode, type, oid, size }: Awaited<ReturnType<typeof entriesOf>>[number]) =>
      `${mode} ${type} ${oid} ${(type === 'tree' ? '-' : String(size)).padStart(7)}\t${path}`;
    expect((await entriesOf(store, tree)).map(written)).toEqual(await lines(tree));
    expect((await entriesOf(store, tree, true)).map(written)).toEqual(await lines('-r', '-t', tree));
    const at = async (path: string) =>
      [await entryAt(store, tree, path)].flatMap((entry) => (entry ? [written(entry)] : []));
    for (const path of ['docs', 'docs/', 'docs/deep/b c.txt', 'docs/link', 'docs/link/b c.txt', 'a.txt/b', 'none'])
      expect(await at(path), path).toEqual(await lines(tree, '--', path.replace(/\/$/, '')));
  });

  it('is told by another git once the first was stopped', async () => {
    const [{ oid } = { oid: '' }] = await entriesOf(store, await treeOf(store, shas.root ?? ''));
    store.objects.stop();
    expect((await store.objects.read(oid))?.content.toString()).toBe('a');
    expect(await store.objects.info('0'.repeat(40))).toBeNull();
  });
});
