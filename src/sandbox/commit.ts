import type { Signature, Store } from './git.ts';
import { objectOf } from './tree.ts';

export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature & { date: string };
  committer: Signature & { date: string };
  message: string;
}

/** By its id, or by that of an annotated tag that is about it. */
export function commitOf(store: Store, sha: string): Promise<Commit> {
  return store.cached(`commit ${sha}`, async () => {
    const { oid, content } = await objectOf(store, `${sha}^{commit}`);
    return parseCommit(oid, content.toString());
  });
}

/** A commit as git keeps it: a header's lines, an empty one, the message. */
function parseCommit(sha: string, text: string): Commit {
  const end = text.indexOf('\n\n');
  const header = text.slice(0, end).split('\n');
  const all = (name: string) =>
    header.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    sha,
    tree: all('tree')[0] ?? '',
    parents: all('parent'),
    author: parsePerson(all('author')[0] ?? ''),
    committer: parsePerson(all('committer')[0] ?? ''),
    message: text.slice(end + 2).trimEnd(),
  };
}

function parsePerson(text: string): Commit['author'] {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<(.*)> (\d+) [+-]\d{4}$/.exec(text) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') };
}
