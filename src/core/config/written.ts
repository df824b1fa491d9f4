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

type Dressing = NonNullable<ForkConfig['pull-request']>;

/**
 * The file of ours that says what this one of wei/pull is understood to say; null for one of ours. There the people of a pull request
 * stand at each rule, here for the whole fork: where rules name different ones, that is what is left.
 */
export function converted(config: ForkConfig): Converted | null {
  if (config.file !== pullPath) return null;
  const entries = (config.branches ?? []).map((entry) => (typeof entry === 'string' ? { from: entry } : entry));
  const people = entries.map((entry): Dressing => ('pull-request' in entry && entry['pull-request']) || {});
  const same = new Set(people.map((one) => JSON.stringify(one))).size <= 1;
  const dressing: Dressing = { ...config['pull-request'], ...(same ? people[0] : {}) };
  const file = {
    branches: entries.map(({ from, to, strategy }) => ({
      from,
      ...(to !== undefined && { to }),
      // Said in so many words: what an owner says of all forks would hold here else.
      strategy: strategy ?? defaults.strategy,
    })),
    ...(Object.keys(dressing).length > 0 && { 'pull-request': dressing }),
  };
  const left = same
    ? []
    : [
        'The rules name different assignees or reviewers; here they are the same for all branches: name them under `pull-request`.',
      ];
  return { text: asYaml(file), left };
}
