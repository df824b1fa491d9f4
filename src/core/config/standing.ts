/** What a configuration file comes to, given what was in use before: a file with any problem changes nothing. */
import type { ConfigState } from '../link.ts';
import { blobProblem, type ConfigBlob, type ConfigPath, configPath, pathOf } from './file.ts';
import type { ParsedConfig } from './parse.ts';
import type { Problem } from './problem.ts';

/** A file as it is in use. */
export interface Standing<C> {
  state: ConfigState;
  /** As last valid; null is the default. */
  config: C | null;
  /** Blob id of the file read last, valid or not. */
  blob: string | null;
  /** What is wrong with the file as it is now; null when nothing is. */
  problem: string | null;
  /** Where a key of the file in use stands; the first line for one that is in use no longer. */
  positionOf: (path: string) => { line: number; column: number };
}

const anywhere = () => ({ line: 1, column: 1 });

/** What a file says. */
export type Said<C> =
  | { kind: 'missing' }
  /** It is upstream's file, which is not the owner's word. */
  | { kind: 'inherited' }
  | { kind: 'invalid'; problems: Problem[] }
  | { kind: 'valid'; config: C; positionOf: Standing<C>['positionOf'] };

/** Understands the text of a file, which its path tells the format of. */
type Parse<C> = (text: string, path: ConfigPath) => ParsedConfig<C>;

/** `inheritedFrom` is the blob id of upstream's file at the same path. */
export function saidBy<C>(given: { file: ConfigBlob; inheritedFrom: string | null; parse: Parse<C> }): Said<C> {
  const { file, inheritedFrom } = given;
  if (file.kind === 'missing') return { kind: 'missing' };
  if (file.oid !== null && file.oid === inheritedFrom) return { kind: 'inherited' };
  if (file.kind === 'unreadable') return { kind: 'invalid', problems: [blobProblem(file)] };
  const parsed = given.parse(file.text, file.path);
  if (!parsed.valid) return { kind: 'invalid', problems: parsed.problems };
  return { kind: 'valid', config: parsed.config, positionOf: parsed.positionOf };
}

/**
 * `before.state` null: nothing was ever read. `inheritedFrom` is the blob id of upstream's file at the same path. A file that was
 * upstream's once stays so while it is the same: upstream may have changed its own since, or removed it.
 */
export function standingAfter<C>(given: {
  before: { state: ConfigState | null; config: C | null; blob: string | null; problem: string | null };
  file: ConfigBlob | null;
  inheritedFrom: string | null;
  parse: Parse<C>;
}): Standing<C> {
  const { before, file } = given;
  // Not read: nothing is known about it, so nothing changes.
  if (file === null) return { ...before, state: before.state ?? 'default', positionOf: anywhere };
  const blob = file.kind === 'missing' ? null : file.oid;
  const inherited = before.state === 'default' && before.blob !== null && before.blob === blob;
  const said = saidBy({ ...given, file, inheritedFrom: inherited ? blob : given.inheritedFrom });
  if (said.kind === 'invalid') return spoilt(before, said.problems, blob, pathOf(file));
  if (said.kind !== 'valid') return { state: 'default', config: null, blob, problem: null, positionOf: anywhere };
  return { state: 'valid', config: said.config, blob, problem: null, positionOf: said.positionOf };
}

/** The file in `blob` has problems: what was in use stays, and where nothing ever was, nothing is. */
export function spoilt<C>(
  before: { state: ConfigState | null; config: C | null },
  problems: readonly Problem[],
  blob: string | null,
  path: ConfigPath = configPath,
): Standing<C> {
  const none = before.state === null || before.state === 'off';
  const state = none ? 'off' : 'invalid';
  return { state, config: none ? null : before.config, blob, problem: summary(problems, path), positionOf: anywhere };
}

/** `line 3: …, and 2 more`: the first problem, and how many others there are. A file that is not ours is named before. */
function summary(problems: readonly Problem[], path: ConfigPath): string {
  const [first, ...others] = problems;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  const file = path === configPath ? '' : `${path} `;
  return first ? `${file}line ${first.line}: ${first.message}${more}` : '';
}
