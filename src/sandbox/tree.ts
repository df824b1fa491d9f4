import type { Store } from './git.ts';
import type { GitObject } from './objects.ts';

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
    let found: Entry = { path: '', mode: '040000', type: 'tree', oid: await treeOf(store, commit), size: 0 };
    const asked = path.replace(/\/+$/, '');
    for (const name of asked === '' ? [] : asked.split('/')) {
      const entries = found.type === 'tree' ? await entriesOf(store, found.oid) : [];
      const next = entries.find((entry) => entry.path === name);
      if (!next) return null;
      found = next;
    }
    return { ...found, path: asked };
  });
}

/** The entries of a tree, their paths from there; with `deep` also those of the trees in it. */
export function entriesOf(store: Store, tree: string, deep = false): Promise<Entry[]> {
  return store.cached(`entries ${deep} ${tree}`, async () => {
    const entries = await Promise.all(
      treeEntries((await objectOf(store, tree)).content).map(async (entry) => ({
        ...entry,
        size: entry.type === 'blob' ? ((await store.objects.info(entry.oid))?.size ?? 0) : 0,
      })),
    );
    if (!deep) return entries;
    const below = async (entry: Entry) => {
      const inside = entry.type === 'tree' ? await entriesOf(store, entry.oid, true) : [];
      return [entry, ...inside.map((each) => ({ ...each, path: `${entry.path}/${each.path}` }))];
    };
    return (await Promise.all(entries.map(below))).flat();
  });
}

export function treeOf(store: Store, commit: string): Promise<string> {
  return leadsTo(store, `${commit}^{tree}`);
}

/** The commit that an object leads to: itself, or what an annotated tag is about. */
export function peeled(store: Store, oid: string): Promise<string> {
  return leadsTo(store, `${oid}^{commit}`);
}

function leadsTo(store: Store, name: string): Promise<string> {
  return store.cached(name, async () => {
    const found = await store.objects.info(name);
    if (!found) throw new Error(`git has no ${name}`);
    return found.oid;
  });
}

/** The type of an object, null when there is none. */
export async function typeOf(store: Store, oid: string): Promise<string | null> {
  if (!/^[0-9a-f]{40}$/.test(oid)) return null;
  return (await store.objects.info(oid))?.type ?? null;
}

export function blobBytes(store: Store, oid: string): Promise<Buffer> {
  return store.cached(`blob ${oid}`, async () => (await objectOf(store, oid)).content);
}

export async function objectOf(store: Store, name: string): Promise<GitObject> {
  const found = await store.objects.read(name);
  if (!found) throw new Error(`git has no object ${name}`);
  return found;
}

/** As git does it: there is a zero byte near the beginning. */
export function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0);
}

/** A tree's bytes: `<mode> <name>`, a zero byte and the twenty bytes of the id, for each. */
function treeEntries(bytes: Buffer): Omit<Entry, 'size'>[] {
  const entries: Omit<Entry, 'size'>[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    const [mode = '', ...name] = bytes.subarray(at, end).toString().split(' ');
    const type = mode === '40000' ? 'tree' : mode === '160000' ? 'commit' : 'blob';
    const oid = bytes.subarray(end + 1, end + 21).toString('hex');
    entries.push({ path: name.join(' '), mode: mode.padStart(6, '0'), type, oid });
    at = end + 21;
  }
  return entries;
}
