import { expect, it } from 'vitest';
import { pullRequestBody } from '../../../src/core/text/pull-request.ts';
import { plainest, variants } from './bodies.ts';

/** Lines that the body of one with upstream's own head has not. */
const differing = (body: string) => {
  const usual = new Set(pullRequestBody(plainest).split('\n'));
  return body
    .split('\n')
    .filter((line) => !usual.has(line))
    .join('\n');
};

it('a body says what it means that the head is in the fork, and resolves conflicts there', () => {
  expect(differing(pullRequestBody(variants['with its head in the fork'] ?? plainest))).toMatchInlineSnapshot(`
    "- Its head is the branch \`backstroke/acme/main\` of this fork, so conflicts can be resolved on it. Backstroke keeps it at upstream's commits, and merges them into it once somebody has pushed there. This fork's workflows run on it, with this fork's secrets.
    git fetch origin &&
    git switch 'backstroke/acme/main' &&
    git pull --ff-only origin 'refs/heads/backstroke/acme/main' &&
    git fetch origin 'refs/heads/main' &&
    Resolve and commit what Git names, then push:
    git push origin 'HEAD:refs/heads/backstroke/acme/main'"
  `);
});

it('a body names what is kept, bounded, and nothing where nothing is', () => {
  const body = (kept: string[]) => differing(pullRequestBody({ ...plainest, kept }));
  expect(body([])).toBe('');
  expect(body(['docs/@octo/#1.md'])).toBe(
    '**This file stays as it is** in this fork, or stays away from it, as `keep` in its configuration says: `docs/＠octo/＃1.md`.',
  );
  const many = Array.from({ length: 1_234 }, (_, at) => `${at}`);
  expect(body(many)).toBe(
    '**These 1,234 files stay as they are** in this fork, or stay away from it, as `keep` in its configuration says: ' +
      '`0`, `1`, `2`, `3`, `4`, `5`, `6`, `7`, `8`, `9` and 1,224 more.',
  );
  expect(differing(pullRequestBody({ ...plainest, changes: null, kept: ['a'] }))).toContain(
    '**This file stays as it is**',
  );
});
