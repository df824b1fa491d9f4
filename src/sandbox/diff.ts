import type { Store } from './git.ts';

export interface FileChange {
  filename: string;
  status: 'added' | 'removed' | 'modified';
  /** The blob after the change, before it where the file was removed. */
  oid: string;
  additions: number;
  deletions: number;
}

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** What changed from one commit to another, by path; null: everything of `head`. Renames are one removed and one added. */
export function fileChanges(store: Store, base: string | null, head: string): Promise<FileChange[]> {
  return store.cached(`changes ${base} ${head}`, async () => {
    const args = ['diff', '--raw', '--numstat', '-z', '--no-renames', '--no-abbrev', base ?? emptyTree, head];
    const parts = (await store.git(args)).split('\0').filter(Boolean);
    const lines = new Map(parts.flatMap(counted));
    const files: FileChange[] = [];
    for (let at = 0; parts[at]?.startsWith(':'); at += 2) {
      const [, , before = '', after = '', letter = ''] = parts[at]?.split(' ') ?? [];
      const filename = parts[at + 1] ?? '';
      const status = ({ A: 'added', D: 'removed' } as const)[letter] ?? 'modified';
      const [additions, deletions] = lines.get(filename) ?? [0, 0];
      files.push({ filename, status, oid: status === 'removed' ? before : after, additions, deletions });
    }
    return files;
  });
}

/** `added<TAB>deleted<TAB>path`, with dashes for what is no text. */
function counted(part: string): [string, [number, number]][] {
  const [, added, deleted, path] = /^(\d+|-)\t(\d+|-)\t(.*)$/s.exec(part) ?? [];
  return path === undefined ? [] : [[path, [Number(added) || 0, Number(deleted) || 0]]];
}
