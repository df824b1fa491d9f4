import type { z } from 'zod';
import { IN_QUOTES } from './fields.ts';
import { inList, inQuotes, listed, type Position, type Problem, shown } from './problem.ts';
import { joined, type Place, type Tree } from './tree.ts';
import { knownKeys, unknownKey, type Whose } from './unknown-key.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What a schema says against the values of a file, in sentences, each at the place that has to be changed. */
export function mistakes(issues: readonly Issue[], tree: Tree, whose: Whose): Problem[] {
  return issues.flatMap((issue) => explain({ issue, path: issue.path, tree, whose }));
}

interface Given {
  issue: Issue;
  path: Path;
  tree: Tree;
  whose: Whose;
}

function explain({ issue, path, tree, whose }: Given): Problem[] {
  const place = tree.places.get(joined(path));
  const problem = (message: string, at: Position, of: Path = path) => ({ path: joined(of), ...at, message });
  if (place?.kind === 'broken') return [];
  if (place === undefined) return [problem(missing(path, whose), positionAt(tree, joined(path)))];
  if (place.kind === 'nothing') return [problem(nothing(path, place), place.at)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const of = [...path, key];
        return problem(unknownKey(whose, path, key), tree.places.get(joined(of))?.key ?? place.key, of);
      });
    case 'invalid_union':
      return eitherOf(issue, { path, tree, whose }, place);
    case 'invalid_key':
      return [problem(issue.issues[0]?.message ?? issue.message, place.key)];
    case 'invalid_type':
      return [problem(wrongType(issue, path, place, whose), place.at)];
    default:
      return [problem(issue.message, place.at)];
  }
}

/** An entry of `branches`: what is said of the kind it is, text or map, and of neither when it is something else. */
function eitherOf(
  { errors }: Extract<Issue, { code: 'invalid_union' }>,
  given: Omit<Given, 'issue'>,
  place: Place,
): Problem[] {
  if (place.kind === 'list') {
    const message = `${named(given.path)} is the name of a branch, or a map with \`from\`, and no list.`;
    return [{ path: joined(given.path), ...place.at, message }];
  }
  const option = errors[place.kind === 'map' ? 1 : 0] ?? [];
  return option.flatMap((issue) => explain({ ...given, issue, path: [...given.path, ...issue.path] }));
}

/** Where a path stands, or what is around it. */
export function positionAt({ places }: Pick<Tree, 'places'>, path: string): Position {
  const place = places.get(path);
  if (place) return { line: place.at.line, column: place.at.column };
  const dot = path.lastIndexOf('.');
  return path === '' ? { line: 1, column: 1 } : positionAt({ places }, dot < 0 ? '' : path.slice(0, dot));
}

function named(path: Path): string {
  const last = String(path.at(-1) ?? '');
  return /^\d+$/.test(last) && path.length > 1 ? `An entry of ${shown(String(path.at(-2)))}` : shown(last);
}

function missing(path: Path, whose: Whose): string {
  const here = /^\d+$/.test(String(path.at(-2))) ? 'this entry' : 'this map';
  const add = whose === 'pull' && joined(path) === 'version' ? 'add `version: "1"`' : 'add it';
  return `${shown(String(path.at(-1)))} is missing in ${here}: ${add}.`;
}

function nothing(path: Path, { source }: Place): string {
  return source === ''
    ? `${named(path)} has no value: give it one, or remove it.`
    : `${shown(source)} is no value in YAML: put it in quotes if it is text, or remove it.`;
}

const called = { text: 'text', number: 'a number', boolean: 'a boolean', list: 'a list', map: 'a map' };

function wrongType(issue: Extract<Issue, { code: 'invalid_type' }>, path: Path, place: Place, whose: Whose): string {
  const kind = place.kind === 'nothing' || place.kind === 'broken' ? 'text' : place.kind;
  const isScalar = kind !== 'list' && kind !== 'map';
  switch (issue.expected) {
    case 'boolean':
      return isScalar
        ? `${named(path)} has to be true or false, and ${shown(place.source)} is ${called[kind]}: write true or false.`
        : `${named(path)} has to be true or false, and this is ${called[kind]}: write true or false.`;
    case 'string':
      if (issue.message !== IN_QUOTES) return issue.message;
      return isScalar
        ? `${shown(place.source)} is ${called[kind]} in YAML, and text belongs here: put it in quotes: ${inQuotes(place.source)}.`
        : `${named(path)} has to be text, and this is ${called[kind]}.`;
    case 'array':
      return isScalar && /^\S+$/.test(place.source)
        ? `${named(path)} has to be a list: write ${inList(place.source)}.`
        : `${named(path)} has to be a list: start each entry with a dash and a space.`;
    case 'object':
    case 'record':
      return wantsMap(path, whose);
    default:
      return issue.message;
  }
}

function wantsMap(path: Path, whose: Whose): string {
  const keys = knownKeys(whose, path);
  return keys === null
    ? `${named(path)} has to be a map: write the name of a repository and a colon, and its keys below.`
    : `${named(path)} has to be a map: its keys are ${listed(keys)}.`;
}
