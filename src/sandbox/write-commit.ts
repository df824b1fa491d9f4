import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity, Store } from './git.ts';

/** A file by its content; `100755` is one that can be run, `120000` a symbolic link whose content is where it leads. */
export type FileContent = string | Buffer | { mode: '100644' | '100755' | '120000'; content: string | Buffer };

/** By path. null removes what is there; a path below a file makes that file a directory, and the other way round. */
export type Files = Record<string, FileContent | null>;

/** Writes blobs, trees and one commit in a single run of git. */
export async function writeCommit(given: {
  store: Store;
  parent: string | null;
  files: Files;
  message: string;
  as: Identity;
}): Promise<string> {
  const { store, parent, files, message, as } = given;
  const ref = `refs/scratch/${randomUUID()}`;
  const head = [
    `commit ${ref}`,
    'mark :1',
    `author ${as.author.name} <${as.author.email}> ${as.date} +0000`,
    `committer ${as.committer.name} <${as.committer.email}> ${as.date} +0000`,
    `data ${Buffer.byteLength(message)}`,
    message,
    ...(parent ? [`from ${parent}`] : []),
    '',
  ];
  // fast-import deletes a reference that is reset to the zero id, which leaves only the objects.
  const tail = `\nget-mark :1\nreset ${ref}\nfrom ${'0'.repeat(40)}\n\n`;
  const input = Buffer.concat([
    Buffer.from(head.join('\n')),
    ...Object.entries(files).map(fileCommand),
    Buffer.from(tail),
  ]);
  return (await store.git(['fast-import', '--quiet', '--force'], { input })).trim();
}

function fileCommand([path, file]: [string, FileContent | null]): Buffer {
  const quoted = `"${path.replace(/[\\"]/g, '\\$&')}"`;
  if (file === null) return Buffer.from(`D ${quoted}\n`);
  const { mode, content } =
    typeof file === 'string' || Buffer.isBuffer(file) ? { mode: '100644', content: file } : file;
  const data = Buffer.from(content);
  return Buffer.concat([Buffer.from(`M ${mode} inline ${quoted}\ndata ${data.length}\n`), data, Buffer.from('\n')]);
}

/** What one path of a tree is to be; `sha` null removes it. */
export interface TreeChange {
  path: string;
  mode: string;
  sha: string | null;
}

/** The tree `base`, or an empty one, with other things at these paths. */
export async function writeTree(store: Store, base: string | null, changes: readonly TreeChange[]): Promise<string> {
  const index = `index-${randomUUID()}`;
  try {
    await store.git(['read-tree', base ?? '--empty'], { index });
    const none = '0'.repeat(40);
    const lines = changes.map(({ path, mode, sha }) => `${sha === null ? '0' : mode} ${sha ?? none}\t${path}\0`);
    await store.git(['update-index', '-z', '--replace', '--index-info'], { input: lines.join(''), index });
    return (await store.git(['write-tree'], { index })).trim();
  } finally {
    rmSync(join(store.dir, index), { force: true });
  }
}

export async function commitTree(given: {
  store: Store;
  tree: string;
  parents: string[];
  message: string;
  as: Identity;
}): Promise<string> {
  const { store, tree, parents, message, as } = given;
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
  return (await store.git(args, { input: message, as })).trim();
}
