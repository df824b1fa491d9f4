import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { type Position, type Problem, shown } from './problem.ts';

/** What stands in the file at a path. */
export interface Place {
  /** `broken`: something that a problem was already reported of. */
  kind: 'text' | 'number' | 'boolean' | 'nothing' | 'list' | 'map' | 'broken';
  /** As written, without quotes; of a list or map nothing. */
  source: string;
  at: Position;
  /** Where its key stands; in a list where it stands itself. */
  key: Position;
}

/** A document as plain values, and where each of them stands, by its path (`branches.0.from`). */
export interface Tree {
  value: unknown;
  places: ReadonlyMap<string, Place>;
  problems: Problem[];
}

interface Reader {
  places: Map<string, Place>;
  problems: Problem[];
  position: (offset: number) => Position;
}

export const joined = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** Not `toJS`: that follows aliases, and tells neither where a value stands nor how it was written. */
export function readTree(document: Document, position: (offset: number) => Position): Tree {
  const reader: Reader = { places: new Map(), problems: [], position };
  const value = read(reader, document.contents, [], position(document.contents?.range?.[0] ?? 0));
  return { value, places: reader.places, problems: reader.problems };
}

function read(reader: Reader, node: Node | null, path: string[], key: Position): unknown {
  const start = node?.range?.[0];
  const at = start === undefined || isEmpty(node) ? key : reader.position(start);
  const put = (kind: Place['kind'], source = '') => reader.places.set(joined(path), { kind, source, at, key });
  if (node !== null && (isAlias(node) || node.tag !== undefined)) {
    put('broken');
    return null;
  }
  if (isMap<unknown, Node | null>(node)) {
    put('map');
    return readMap(reader, node.items, path);
  }
  if (isSeq<Node>(node)) {
    put('list');
    return node.items.map((item, index) => read(reader, item, [...path, String(index)], itemPosition(reader, item)));
  }
  const value = isScalar(node) ? node.value : null;
  put(kindOf(value), isScalar(node) ? node.source : '');
  return value;
}

function readMap(reader: Reader, pairs: readonly Pair<unknown, Node | null>[], path: string[]): object {
  const found = new Map<string, unknown>();
  for (const { key, value } of pairs) {
    // Any other key is a problem of the text already.
    if (!isScalar(key) || typeof key.value !== 'string') continue;
    const name = key.value;
    const at = reader.position(key.range?.[0] ?? 0);
    const here = [...path, name];
    const message = found.has(name) ? `${shown(name)} stands twice in this map: remove one.` : badNames.get(name);
    if (message) reader.problems.push({ path: joined(here), ...at, message });
    else found.set(name, read(reader, value, here, at));
  }
  return Object.fromEntries(found);
}

/** Names that would be lost on the way: a path does not show the empty one, and zod skips the other in a record. */
const badNames = new Map([
  ['', 'Before this colon a key is missing: write one.'],
  ['__proto__', '`__proto__` is a name that cannot be used here.'],
]);

/** An empty entry of a list stands where its dash is. */
function itemPosition(reader: Reader, item: Node): Position {
  const start = item.range?.[0] ?? 0;
  return reader.position(isEmpty(item) ? Math.max(0, start - 1) : start);
}

function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === '');
}

function kindOf(value: unknown): Place['kind'] {
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value === 'number' ? 'number' : 'boolean';
  return typeof value === 'string' ? 'text' : 'nothing';
}
