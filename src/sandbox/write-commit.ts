import { randomUUID } from 'node:crypto';
import type { Identity, Store } from './git.ts';

export type Files = Record<string, string | Buffer | null>;

/** Writes blobs, trees and one commit in a single run of git; null removes a file. */
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

function fileCommand([path, content]: [string, string | Buffer | null]): Buffer {
  const quoted = `"${path.replace(/[\\"]/g, '\\$&')}"`;
  if (content === null) return Buffer.from(`D ${quoted}\n`);
  const data = Buffer.from(content);
  return Buffer.concat([Buffer.from(`M 100644 inline ${quoted}\ndata ${data.length}\n`), data, Buffer.from('\n')]);
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
