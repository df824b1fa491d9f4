/** Configurations written as files: what one comes to, and that of wei/pull as one of ours. */
import { stringify } from 'yaml';
import { defaults } from './defaults.ts';
import { pullPath } from './file.ts';
import type { ForkConfig } from './schema.ts';

/** A value as YAML, as people write it. */
export function asYaml(value: object): string {
  return stringify(value, { lineWidth: 120 });
}

export interface Converted {
  /** The file of ours. */
  text: string;
  /** What it cannot say, one sentence each. */
  left: string[];
}

type Entry = Exclude<NonNullable<ForkConfig['branches']>[number], string>;

/**
 * The file of ours that says what this one of wei/pull is understood to say; null for one of ours. There the people of a pull request
 * and how it is merged stand at each rule, here for the whole fork: where rules name different ones, that is what is left.
 */
export function converted(config: ForkConfig): Converted | null {
  if (config.file !== pullPath) return null;
  const entries = (config.branches ?? []).map((entry): Entry => (typeof entry === 'string' ? { from: entry } : entry));
  const people = shared(entries, ({ 'pull-request': { merge: _, ...all } = {} }) => all);
  const merge = shared(entries, ({ 'pull-request': all }) => all?.merge && { merge: all.merge });
  const conflicts = shared(entries, ({ conflict }) => conflict);
  const dressing = { ...config['pull-request'], ...people, ...merge };
  const conflict = { ...config.conflict, ...conflicts };
  const file = {
    branches: entries.map(({ from, to, strategy }) => ({
      from,
      ...(to !== undefined && { to }),
      // Said in so many words: what an owner says of all forks would hold here else.
      strategy: strategy ?? defaults.strategy,
    })),
    ...(Object.keys(dressing).length > 0 && { 'pull-request': dressing }),
    ...(Object.keys(conflict).length > 0 && { conflict }),
  };
  const left = [
    people === null && differing('name different assignees or reviewers', 'name them under `pull-request`'),
    merge === null && differing('merge in different ways', 'name one as `merge` under `pull-request`'),
    conflicts === null && differing('name different reviewers of conflicts', 'name them under `conflict`'),
  ];
  return { text: asYaml(file), left: left.filter((sentence) => sentence !== false) };
}

/** What each rule says; null where they do not say the same. */
function shared<Said extends object>(
  entries: readonly Entry[],
  of: (entry: Entry) => Said | undefined,
): Said | object | null {
  const said = entries.map((entry) => of(entry) ?? {});
  return new Set(said.map((one) => JSON.stringify(one))).size <= 1 ? (said[0] ?? {}) : null;
}

function differing(what: string, instead: string): string {
  return `The rules ${what}; here they are the same for all branches: ${instead}.`;
}
