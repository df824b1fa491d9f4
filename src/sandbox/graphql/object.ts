import { commitNamed } from '../rest/shas.ts';
import type { Call } from '../router.ts';
import { blobBytes, type Entry, entriesOf, entryAt, isBinary, typeOf } from '../tree.ts';
import type { Repository } from '../types.ts';
import { commitNode } from './commit.ts';

/** GitHub cuts the text of a blob here and says `isTruncated` (github.com/sveltia/sveltia-cms/issues/950). */
const longestText = 512_000;

/** `HEAD:path`, `branch:path`, or the name of a commit, a tree or a blob. A link is a blob: it is not followed. */
export async function objectNode(call: Call, repository: Repository, expression: string): Promise<unknown> {
  const { store } = repository;
  const at = expression.indexOf(':');
  const commit = await commitNamed(call, repository, at < 0 ? expression : expression.slice(0, at));
  if (commit && at < 0) return commitNode(call.world, repository, commit);
  if (commit) return entryNode(repository, await entryAt(store, commit, expression.slice(at + 1)));
  const type = at < 0 ? await typeOf(store, expression) : null;
  return type === 'tree' || type === 'blob' ? entryNode(repository, { type, oid: expression }) : null;
}

export async function entryNode(repository: Repository, entry: Pick<Entry, 'type' | 'oid'> | null): Promise<unknown> {
  if (!entry || entry.type === 'commit') return null;
  const { oid } = entry;
  const named = { id: `${entry.type}_${oid}`, oid, abbreviatedOid: oid.slice(0, 7) };
  if (entry.type === 'blob') return { __typename: 'Blob', ...named, ...blobOf(await blobBytes(repository.store, oid)) };
  const entries = async () => (await entriesOf(repository.store, oid)).map((each) => childNode(repository, each));
  return { __typename: 'Tree', ...named, entries };
}

function blobOf(bytes: Buffer) {
  const binary = isBinary(bytes);
  return {
    byteSize: bytes.length,
    isBinary: binary,
    isTruncated: bytes.length > longestText,
    text: binary ? null : bytes.subarray(0, longestText).toString(),
  };
}

/** `mode` is a number here, as git's but written in ten digits: 33188 is a file, 40960 a link, 16384 a directory. */
export function childNode(repository: Repository, entry: Entry) {
  return {
    __typename: 'TreeEntry',
    name: entry.path,
    path: entry.path,
    oid: entry.oid,
    mode: Number.parseInt(entry.mode, 8),
    type: entry.type,
    size: entry.size,
    object: () => entryNode(repository, entry),
  };
}
