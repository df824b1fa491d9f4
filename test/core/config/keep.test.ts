import { describe, expect, it } from 'vitest';
import { declareLinks } from '../../../src/core/config/links.ts';
import { parseForkConfig } from '../../../src/core/config/parse.ts';
import { config, declared, fork, upstream } from './network.ts';

const inFork = 'pull-request: {head: fork}\n';
const orNone = ', or `keep: []` where nothing is kept.';

describe('paths that stay as the fork has them', () => {
  it.each<[string, string[], string]>([
    [`keep: [docs]\n${inFork}`, ['docs'], 'fork'],
    ['keep: [docs]\nstrategy: merge\n', ['docs'], 'fork'],
    [`keep: [docs]\n${inFork}branches: [{from: main, keep: [a, "b/**"]}]\n`, ['a', 'b/**'], 'fork'],
    ['keep: [docs]\nbranches: [{from: main, track: release}]\n', ['docs'], 'fork'],
    ['keep: [docs]\nbranches: [{from: main, keep: []}]\n', [], 'upstream'],
    ['keep: [docs]\nbranches: [{from: main, strategy: mirror, keep: []}]\n', [], 'upstream'],
    ['keep: []\nstrategy: fast-forward\n', [], 'upstream'],
  ])('%j', (file, keep, head) => {
    const parsed = parseForkConfig(file);
    if (!parsed.valid) throw new Error(JSON.stringify(parsed.problems));
    const network = { fork, upstream, others: new Map(), positionOf: parsed.positionOf };
    expect(declareLinks({ config: config(parsed.config), ...network })).toMatchObject({
      links: [{ keep, pullRequest: { head } }],
    });
  });

  const takesAll = (strategy: string) =>
    `\`keep\` cannot be used with \`strategy: ${strategy}\`, which takes upstream's commits as they are: write \`strategy: merge\`${orNone}`;
  it.each([
    ['strategy: fast-forward\nkeep: [docs]\n', `2:7 (keep) ${takesAll('fast-forward')}`],
    ['keep: [docs]\nstrategy: rebase\n', `1:7 (keep) ${takesAll('rebase')}`],
    [
      'keep: [docs]\nstrategy: merge\nbranches:\n  - from: main\n    strategy: mirror\n    keep: [a]\n',
      `6:11 (branches.0.keep) ${takesAll('mirror')}`,
    ],
    [
      'keep:\n  - docs\n',
      "2:3 (keep) `keep` cannot be used with a pull request from upstream's own branch: write `head: fork` under `pull-request`, by which this " +
        `fork's workflows run on upstream's code with its secrets, or \`strategy: merge\`${orNone}`,
    ],
    [
      'keep: [docs]\npull-request: {head: fork, merge: rebase}\n',
      '1:7 (keep) `keep` cannot be used with `merge: rebase`, which puts what upstream did to those paths on the branch first: ' +
        `write \`merge: merge\` under \`pull-request\`${orNone}`,
    ],
  ])('%j is refused', (file, problem) => {
    expect(declared(file)).toEqual([problem]);
  });
});
