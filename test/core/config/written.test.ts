import { describe, expect, it, test } from 'vitest';
import { effectiveConfig } from '../../../src/core/config/effective.ts';
import { parseForkConfig } from '../../../src/core/config/parse.ts';
import { fromPullYml } from '../../../src/core/config/pull-yml.ts';
import type { ForkConfig } from '../../../src/core/config/schema.ts';
import { asYaml, converted } from '../../../src/core/config/written.ts';
import { documented } from './pull-files.ts';

const owners = { fork: 'octo', parent: 'up' };
const understood = (text: string) => {
  const parsed = fromPullYml(text, owners);
  if (!parsed.valid) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
};
/** What holds for the fork; an owner who would have all branches mirrored changes nothing of it. */
const comesTo = (own: ForkConfig) => {
  const { branches, pullRequest } = effectiveConfig({ own, owner: { strategy: 'mirror' }, repository: 'hello' });
  return branches?.map((branch) => ({ ...branch, pullRequest: { ...pullRequest, ...branch.pullRequest } }));
};

describe('a file of wei/pull as one of ours', () => {
  it.each(documented.map(([name, text]) => ({ name, text })))('$name comes to the same', ({ text }) => {
    const before = understood(text);
    const file = converted(before);
    const after = parseForkConfig(file?.text ?? '');
    if (!after.valid) throw new Error(JSON.stringify(after.problems));
    // People that differ from rule to rule are what is left.
    const kept = (config: ForkConfig) =>
      comesTo(config)?.map((branch) => (file?.left.length === 0 ? branch : { ...branch, pullRequest: null }));
    expect(kept(after.config)).toEqual(kept(before));
  });

  test('names people for all branches where each rule names the same, and says so where they differ', () => {
    const rule = (base: string, who: string) => `  - {base: ${base}, upstream: "up:${base}", assignees: [${who}]}\n`;
    const of = (...rules: string[]) => converted(understood(`version: "1"\nrules:\n${rules.join('')}label: pull\n`));
    expect(of(rule('main', 'mona'), rule('dev', 'mona'))).toEqual({
      left: [],
      text: `branches:
  - from: up:main
    to: main
    strategy: pull-request
  - from: up:dev
    to: dev
    strategy: pull-request
pull-request:
  labels:
    - pull
  assignees:
    - mona
`,
    });
    const { text, left } = of(rule('main', 'mona'), rule('dev', 'octo')) ?? { text: '', left: [] };
    expect(text).not.toMatch(/mona|octo/);
    expect(left).toEqual([expect.stringContaining('different assignees or reviewers')]);
  });

  test('is nothing for a file that is ours', () => {
    expect(converted({ enabled: true })).toBeNull();
  });
});

test('YAML is written as people write it', () => {
  expect(asYaml({ upstream: null, branches: [{ from: 'release/*', to: 'up' }], exclude: [] })).toBe(
    'upstream: null\nbranches:\n  - from: release/*\n    to: up\nexclude: []\n',
  );
});
