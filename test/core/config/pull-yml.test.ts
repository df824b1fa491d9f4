import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { effectiveConfig } from '../../../src/core/config/effective.ts';
import { declareLinks } from '../../../src/core/config/links.ts';
import { MAX_PROBLEMS } from '../../../src/core/config/problem.ts';
import { mergeMethods } from '../../../src/core/config/pull-schema.ts';
import { fromPullYml, parseForkFile, strategyOf } from '../../../src/core/config/pull-yml.ts';
import { fork, upstream } from './network.ts';
import { documented, type PullFile, written } from './pull-files.ts';
import { told } from './told.ts';

const owners = { fork: 'octo', parent: 'up' };
const read = (text: string) => fromPullYml(text, owners);
const configOf = (text: string) => {
  const parsed = read(text);
  if (!parsed.valid) throw new Error(told(parsed).join('\n'));
  return effectiveConfig({ own: parsed.config, owner: null, repository: 'hello' });
};

/** `main < up:main merge @mona ?hubot`, as an effective branch. */
function branch(text: string, index: number) {
  const [to = '', , from = '', ...rest] = text.split(' ');
  const [owner = '', name = ''] = from.split(':');
  const method = mergeMethods.find((one) => rest.includes(one)) ?? 'none';
  const people = (mark: string) => rest.flatMap((word) => (word.startsWith(mark) ? [word.slice(1)] : []));
  return {
    from: { owner, branch: name },
    to,
    create: false,
    strategy: strategyOf[method],
    people: { assignees: people('@'), reviewers: people('?'), inConflicts: people('!') },
    merge: method === 'hardreset' || method === 'none' ? 'never' : method,
    path: `branches.${index}`,
  };
}

describe.each(Object.entries({ documented, written }))('%s', (_, files) => {
  test.each(files.map((file) => [file[0], file] as const))('%s', (_name, [, text, branches, label]: PullFile) => {
    const config = configOf(text);
    expect(config).toMatchObject({ enabled: true, upstream: null, every: null, exclude: [] });
    const found = (config.branches ?? []).map(({ pullRequest, conflict, delay: _, ...one }) => {
      const { merge, ...people } = { ...pullRequest };
      const inConflicts = conflict?.reviewers ?? [];
      return { ...one, people: { assignees: [], reviewers: [], ...people, inConflicts }, merge };
    });
    expect(found).toEqual(branches.map(branch));
    expect(config.pullRequest).toEqual({
      title: null,
      labels: label === undefined ? [] : [label],
      assignees: [],
      reviewers: [],
      draft: false,
      head: 'upstream',
      merge: 'never',
    });
  });
});

it('is of at least twenty files that people could have written', () => {
  expect(new Set(written.map(([, text]) => text)).size).toBeGreaterThanOrEqual(20);
});

it('each link asks the people of its own rule', () => {
  const config = configOf(documented[1]?.[1] ?? '');
  const positionOf = () => ({ line: 1, column: 1 });
  const declared = declareLinks({ config, fork, upstream, others: new Map(), positionOf });
  const people = (one: string[]) => expect.objectContaining({ labels: [':arrow_heading_down: pull'], assignees: one });
  expect(declared).toMatchObject({
    links: [
      { forkBranch: 'master', upstreamId: 2, upstreamBranch: 'master', pullRequest: people([]) },
      { forkBranch: 'dev', upstreamId: 1, upstreamBranch: 'master', pullRequest: people(['mona']) },
    ],
  });
});

it('each link merges as its own rule says, and tells of conflicts', () => {
  const text = [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    mergeMethod: squash\n    conflictReviewers: [mona]',
    '  - base: dev\n    upstream: up:dev\nconflictLabel: red\n',
  ].join('\n');
  const positionOf = () => ({ line: 1, column: 1 });
  const declared = declareLinks({ config: configOf(text), fork, upstream, others: new Map(), positionOf });
  expect(declared).toMatchObject({
    links: [
      { forkBranch: 'main', pullRequest: { merge: 'squash' }, conflict: { labels: ['red'], reviewers: ['mona'] } },
      { forkBranch: 'dev', pullRequest: { merge: 'never' }, conflict: { labels: ['red'], reviewers: [] } },
    ],
  });
});

it("what it does not say comes from the owner's file, and what that says of branches does not count", () => {
  const parsed = read('version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    reviewers: [mona]\n');
  const owner = { branches: ['dev'], every: '1d', 'pull-request': { assignees: ['hubot'], reviewers: ['hubot'] } };
  const config = effectiveConfig({ own: parsed.valid ? parsed.config : null, owner, repository: 'hello' });
  const positionOf = () => ({ line: 1, column: 1 });
  expect(declareLinks({ config, fork, upstream, others: new Map(), positionOf })).toMatchObject({
    links: [{ forkBranch: 'main', everyMs: 86_400_000, pullRequest: { assignees: ['hubot'], reviewers: ['mona'] } }],
  });
});

it('knows where a rule stands, also behind one that is left out', () => {
  const parsed = read(
    'version: "1"\nrules:\n  - base: a\n    upstream: a\n  - base: main\n    upstream: nobody:main\n',
  );
  const at = (path: string) => (parsed.valid ? Object.values(parsed.positionOf(path)) : null);
  expect(at('branches.0.from')).toEqual([6, 15]);
  expect(at('branches.0.to')).toEqual([5, 11]);
  expect(at('branches.0')).toEqual([5, 5]);
  expect(at('upstream')).toEqual([1, 1]);
});

describe('in a fork that has the owner of its upstream', () => {
  const own = (text: string) => fromPullYml(text, { fork: 'Octo', parent: 'octo' });
  const rules = 'version: "1"\nrules:\n  - base: main\n    upstream: octo:main\n';

  it('the owner means upstream', () => {
    expect(own(rules)).toMatchObject({ valid: true, config: { branches: [{ from: 'octo:main', to: 'main' }] } });
  });

  it('a branch without one is asked about, unless it would follow itself', () => {
    expect(told(own(`${rules}  - base: dev\n    upstream: dev\n`))).toEqual([]);
    expect(told(own(`${rules}  - base: dev\n    upstream: main\n`))).toEqual([
      "6:15 (rules.1.upstream) A branch without an owner is one of this repository, and `Octo` owns its upstream too, so that the two cannot be told apart: write the owner and a colon before it to follow upstream's branch, or remove the rule.",
    ]);
  });
});

it('is read where its path says so, and ours is where that does', () => {
  const text = 'every: 1d\n';
  expect(parseForkFile(text, '.github/backstroke.yml', owners)).toMatchObject({ config: { every: '1d' } });
  expect(told(parseForkFile(text, '.github/pull.yml', owners))).toHaveLength(2);
});

describe('whatever the text is', () => {
  const words = [
    'version: "1"\n',
    'rules:\n',
    '  - base: ',
    '    upstream: ',
    'up:main\n',
    'main\n',
    'mirror',
    '*',
    ': ',
    '- ',
  ];
  const methods = mergeMethods.map((method) => `    mergeMethod: ${method}\n`);
  const odd = ['&a ', '*a', '!x ', '\t', '\0', '"', '[', '{', '\u202E', '\uD800', '<<: ', '    mergeMethod: mirror\n'];
  const yamlish = fc.array(fc.constantFrom(...words, ...methods, ...odd), { maxLength: 40 }).map((all) => all.join(''));
  const edited = fc
    .tuple(
      fc.constantFrom(...documented, ...written),
      fc.nat(),
      fc.nat(8),
      fc.constantFrom('', ...words, ...methods, ...odd),
    )
    .map(
      ([[, text], at, length, by]) =>
        text.slice(0, at % (text.length + 1)) + by + text.slice((at % (text.length + 1)) + length),
    );

  it('the answer is a value, and nothing is ever made equal to upstream', () => {
    fc.assert(
      fc.property(fc.oneof(yamlish, edited, fc.string({ unit: 'binary' })), (text) => {
        const parsed = read(text);
        if (!parsed.valid) {
          expect(parsed.problems.length).toBeGreaterThan(0);
          expect(parsed.problems.length).toBeLessThanOrEqual(MAX_PROBLEMS);
          return;
        }
        const strategies = configOf(text).branches?.map(({ strategy }) => strategy);
        for (const strategy of strategies ?? []) expect(['pull-request', 'fast-forward']).toContain(strategy);
      }),
      { numRuns: 800 },
    );
  });
});
