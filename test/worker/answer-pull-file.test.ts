import { expect, test } from 'vitest';
import { checkConfig } from '../../src/worker/check-config.ts';
import { github, offline } from '../github/support.ts';
import { publicHosts } from '../support/elsewhere.ts';
import { aCheckJob, sha } from '../support/messages.ts';

offline();

const ends = (id: number, owner: string) => ({ id, owner, name: 'hello', defaultBranch: 'main' });
const place = (id: number, owner: string) => ({
  ...ends(id, owner),
  nodeId: `R_${id}`,
  archived: false,
  private: false,
  branchSha: sha('a'),
});
const observation = {
  fork: place(1, 'octo'),
  upstream: place(2, 'up'),
  comparison: { kind: 'counted' as const, missing: 3, own: 0, headSha: sha('a') },
  pulls: [],
  former: null,
  optedOut: false,
  apart: null,
  tracked: null,
  elsewhere: null,
  rewritten: false,
  lost: [],
  ripe: null,
  tags: null,
  configBlob: sha('5'),
  kept: null,
  sameContent: false,
  ownIsConfig: false,
  headOf: [],
  mergeMethods: null,
  checks: null,
  release: null,
  committers: null,
  placed: null,
  us: { id: 9, slug: 'backstroke' },
};

/** What a commit whose only file is this one is told; nothing but the branches is read. */
const answered = (text: string, parentConfig: string | null = null) =>
  checkConfig({
    job: aCheckJob(),
    seen: {
      fork: ends(1, 'octo'),
      file: { kind: 'file', path: '.github/pull.yml', oid: sha('5'), text },
      changed: true,
      inUse: true,
      parent: ends(2, 'up'),
      parentConfig,
      parentHead: sha('a'),
    },
    client: github().asInstallation(7),
    elsewhere: publicHosts,
    upstreamGit: null,
    giveUp: new AbortController().signal,
    gateway: { observe: async () => observation },
  });

const rules = 'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    mergeMethod: ';

test('a file for wei/pull alone is told of as what it is, without a request for the owners it names', async () => {
  expect(await answered(`${rules}squash\n`)).toMatchObject({
    conclusion: 'success',
    title: '1 branch is kept up to date, with a warning',
    summary: expect.stringMatching(/^This is read as a file of wei\/pull: `\.github\/backstroke\.yml` would take its/),
  });
});

test('what is wrong with it is told under its own name', async () => {
  expect(await answered(`${rules}sqash\n`)).toMatchObject({
    conclusion: 'failure',
    title: '1 problem in .github/pull.yml',
    problems: [{ line: 5, column: 18, message: '`sqash` is no `mergeMethod`: did you mean `squash`?' }],
  });
});

test("upstream's own does not count", async () => {
  expect(await answered(`${rules}hardreset\n`, sha('5'))).toMatchObject({
    conclusion: 'neutral',
    title: "Upstream's own file, which does not count: 1 branch is kept up to date",
  });
});
