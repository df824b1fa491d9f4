import type { Store } from './git.ts';

export interface Entry {
  path: string;
  /** Six octal digits: a file is `100644` or `100755`, a symbolic link `120000`, a directory `040000`. */
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  oid: string;
  size: number;
}

export const linkMode = '120000';

/** What lies at a path, not following links; the root, `''`, is a tree. */
export function entryAt(store: Store, commit: string, path: string): Promise<Entry | null> {
  return store.cached(`entry ${commit} ${path}`, async () => {
    const asked = path.replace(/\/+$/, '');
    if (asked === '') return { path: '', mode: '040000', type: 'tree', oid: await treeOf(store, commit), size: 0 };
    const text = await store.git(['ls-tree', '-z', '-l', '--full-tree', commit, '--', asked]);
    return parse(text)[0] ?? null;
  });
}

/** The entries of a tree, their paths from there; with `deep` also those of the trees in it. */
export function entriesOf(store: Store, tree: string, deep = false): Promise<Entry[]> {
  const args = ['ls-tree', '-z', '-l', '--full-tree', ...(deep ? ['-r', '-t'] : []), tree];
  return store.cached(`entries ${deep} ${tree}`, async () => parse(await store.git(args)));
}

export async function treeOf(store: Store, commit: string): Promise<string> {
  return store.cached(`tree ${commit}`, async () => (await store.git(['rev-parse', `${commit}^{tree}`])).trim());
}

/** The commit that an object leads to: itself, or what an annotated tag is about. */
export function peeled(store: Store, oid: string): Promise<string> {
  return store.cached(`peeled ${oid}`, async () => (await store.git(['rev-parse', `${oid}^{commit}`])).trim());
}

/** The type of an object, null when there is none. */
export async function typeOf(store: Store, oid: string): Promise<string | null> {
  if (!/^[0-9a-f]{40}$/.test(oid)) return null;
  const text = await store.git(['cat-file', '-t', oid], { allow: [128] });
  return text.trim() || null;
}

export function blobBytes(store: Store, oid: string): Promise<Buffer> {
  return store.cached(`blob ${oid}`, () => store.bytes(['cat-file', 'blob', oid]));
}

/** As git does it: there is a zero byte near the beginning. */
export function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0);
}

function parse(text: string): Entry[] {
  return text
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [meta = '', path = ''] = line.split('\t');
      const [mode = '', type = '', oid = '', size = '0'] = meta.split(/ +/);
      return { path, mode, type: type as Entry['type'], oid, size: Number(size) || 0 };
    });
}
