import { describe, expect, it } from 'vitest';
import { configPath, pullPath } from '../../../src/core/config/file.ts';
import { parseForkConfig } from '../../../src/core/config/parse.ts';
import { configUses } from '../../../src/core/link.ts';
import type { CheckedBranch } from '../../../src/core/text/branch-line.ts';
import { type Follows, goodDefaults, goodFile, invalidFile } from '../../../src/core/text/config-check.ts';
import { faults, parse } from './markdown.ts';

const inUse = { path: configPath, defaultBranch: 'main', inUse: true };
const offered = { path: configPath, defaultBranch: 'main', inUse: false };
const upstream = { owner: 'up', name: 'hello', branch: 'main' };
const plan = { reason: 'up-to-date', missing: 0, pull: null } as const;
const branch = (changed: Partial<CheckedBranch> = {}): CheckedBranch => ({
  forkBranch: 'main',
  upstream,
  plan,
  ...changed,
});
const follows = (changed: Partial<Follows> = {}): Follows => ({
  kind: 'valid',
  enabled: true,
  branches: [branch()],
  more: 0,
  merges: ['never'],
  problems: [],
  ...changed,
});

function problemsIn(text: string) {
  const parsed = parseForkConfig(text);
  return parsed.valid ? [] : parsed.problems;
}

describe('a file with problems', () => {
  it('is told at its lines, and that it changes nothing', () => {
    const answer = invalidFile(inUse, problemsIn('evry: 1d\nbranches:\n  - from: 1\n'), 'file');
    expect(answer).toMatchInlineSnapshot(`
      {
        "conclusion": "failure",
        "problems": [
          {
            "column": 1,
            "line": 1,
            "message": "\`evry\` is no key here: did you mean \`every\`?",
            "path": "evry",
          },
          {
            "column": 11,
            "line": 3,
            "message": "\`1\` is a number in YAML, and text belongs here: put it in quotes: \`"1"\`.",
            "path": "branches.0.from",
          },
        ],
        "summary": "A file with a problem changes nothing: what was valid last stays in use until it is corrected.

      - Line 1: \`evry\` is no key here: did you mean \`every\`?
      - Line 3: \`1\` is a number in YAML, and text belongs here: put it in quotes: \`"1"\`.",
        "title": "2 problems in .github/backstroke.yml",
      }
    `);
    expect(invalidFile(offered, problemsIn('evry: 1d\n'), 'default')).toMatchObject({
      title: '1 problem in .github/backstroke.yml',
      summary: expect.stringMatching(/^On `main` a file with a problem would change nothing: the default stays in use/),
    });
  });

  it('that is for wei/pull is named', () => {
    const answer = invalidFile({ ...inUse, path: pullPath }, problemsIn('evry: 1d\n'), 'nothing');
    expect(answer.title).toBe('1 problem in .github/pull.yml');
    expect(answer.summary).toContain('a file of wei/pull: `.github/backstroke.yml` would take its place');
  });

  it.each(configUses)('says what is in use meanwhile: %s', (uses) => {
    const words = { nothing: 'nothing is synced', default: 'the default stays', file: 'what was valid last stays' };
    expect(invalidFile(inUse, [], uses).summary).toContain(words[uses]);
  });

  it('repeats twenty of fifty problems', () => {
    const problems = problemsIn(Array.from({ length: 60 }, (_, at) => `key${at}: 1\n`).join(''));
    const answer = invalidFile(inUse, problems, 'file');
    expect(answer.problems).toHaveLength(50);
    expect(answer.summary).toMatch(/- Line 20: .*\n- and 30 more$/);
  });
});

describe('a valid file', () => {
  it('is answered by what a sync of each branch would do', () => {
    const branches = [
      branch({ plan: { reason: 'pull-opened', missing: 3, pull: null } }),
      branch({ forkBranch: 'next', plan: { reason: 'pull-open', missing: 1, pull: { number: 7, url: 'https://x' } } }),
      branch({ forkBranch: 'gone', plan: { reason: 'fork-branch-missing', missing: null, pull: null } }),
    ];
    expect(goodFile(inUse, follows({ branches, more: 2 }))).toMatchInlineSnapshot(`
      {
        "conclusion": "success",
        "problems": [],
        "summary": "What a sync would do now:

      - \`main\` ← \`up/hello\` \`main\`: a pull request would be opened with 3 commits (\`pull-opened\`)
      - \`next\` ← \`up/hello\` \`main\`: pull request \`#7\` is open with 1 commit (\`pull-open\`)
      - \`gone\` ← \`up/hello\` \`main\`: this repository has no such branch: create it, or write \`create: true\` for it (\`fork-branch-missing\`)
      - and 2 more",
        "title": "5 branches are kept up to date",
      }
    `);
  });

  it('of another branch is answered by what would hold', () => {
    expect(goodFile(offered, follows()).summary).toContain('What a sync would do once this is on `main`:');
    expect(goodFile(offered, follows({ enabled: false, branches: [] }))).toMatchObject({
      conclusion: 'success',
      title: 'This repository is left alone',
      summary: 'Backstroke leaves this repository alone once this is on `main`.',
    });
  });

  it('that follows nothing says so', () => {
    expect(goodFile(inUse, follows({ branches: [] }))).toMatchObject({
      title: 'No branch is kept up to date',
      summary: 'There is no branch to keep up to date now.',
    });
  });

  it('tells of a pull request that is there already as of one that is open', () => {
    const there = branch({ plan: { reason: 'pull-opened', missing: 2, pull: { number: 7, url: 'https://x' } } });
    expect(goodFile(inUse, follows({ branches: [there] })).summary).toContain(
      'pull request `#7` is open with 2 commits',
    );
  });
});

describe('no file of the owner', () => {
  it('is neutral, and says what holds', () => {
    expect(goodFile(inUse, follows({ kind: 'missing' }))).toMatchInlineSnapshot(`
      {
        "conclusion": "neutral",
        "problems": [],
        "summary": "Without the file the default holds.

      What a sync would do now:

      - \`main\` ← \`up/hello\` \`main\`: it has everything (\`up-to-date\`)",
        "title": "No file: 1 branch is kept up to date",
      }
    `);
    expect(goodFile(inUse, follows({ kind: 'inherited' }))).toMatchInlineSnapshot(`
      {
        "conclusion": "neutral",
        "problems": [],
        "summary": "This is upstream's own file, byte for byte, so it is not what the owner of this repository says: the default holds.

      What a sync would do now:

      - \`main\` ← \`up/hello\` \`main\`: it has everything (\`up-to-date\`)",
        "title": "Upstream's own file, which does not count: 1 branch is kept up to date",
      }
    `);
  });

  it("is not named as wei/pull's", () => {
    for (const kind of ['missing', 'inherited'] as const) {
      expect(goodFile({ ...inUse, path: pullPath }, follows({ kind })).summary).not.toContain('wei/pull');
    }
  });

  it('does not hide that the defaults are wrong', () => {
    const [problem] = problemsIn('evry: 1d\n');
    const answer = goodFile(inUse, follows({ kind: 'missing', branches: [], problems: problem ? [problem] : [] }));
    expect(answer.conclusion).toBe('neutral');
    expect(answer.summary).toContain('The defaults of this owner have a problem: `evry` is no key');
  });
});

it.each(['valid', 'missing', 'inherited'] as const)("the owner's defaults that are %s", (kind) => {
  const answer = goodDefaults(inUse, kind, { owner: 'octo', merges: [] });
  expect(answer.conclusion).toBe(kind === 'valid' ? 'success' : 'neutral');
  expect(answer.summary).toContain('the forks of `octo`');
  expect(faults(parse(answer.summary).text)).toEqual([]);
});
