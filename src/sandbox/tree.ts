import type { Store } from './git.ts';

export interface Entry {
  path: string;
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  oid: string;
  size: number;
}

export function entryAt(store: Store, commit: string, path: string): Promise<Entry | null> {
  return store.cached(`entry ${commit} ${path}`, async () => {
    const text = await store.git(['ls-tree', '-z', '-l', commit, '--', path.replace(/\/+$/, '')]);
    return parse(text)[0] ?? null;
  });
}

export function entriesIn(store: Store, commit: string, path: string): Promise<Entry[]> {
  const args = ['ls-tree', '-z', '-l', commit, ...(path ? ['--', `${path}/`] : [])];
  return store.cached(`entries ${commit} ${path}`, async () => parse(await store.git(args)));
}

export function blobText(store: Store, oid: string): Promise<string> {
  return store.cached(`blob ${oid}`, () => store.git(['cat-file', 'blob', oid]));
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
