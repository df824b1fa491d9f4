import { expect, test } from 'vitest';
import type { CheckJob } from '../../src/core/check-message.ts';
import type { Observation } from '../../src/core/observation.ts';
import { answerCommit } from '../../src/worker/answer-commit.ts';
import { Braked } from '../../src/worker/braked.ts';
import { answerGraphql, api, github, mint, offline } from '../github/support.ts';
import { publicHosts } from '../support/elsewhere.ts';
import { aCheckJob, aRefusal, sha } from '../support/messages.ts';

offline();

const head = sha('c');
const runs = '/repos/octo/hello/check-runs';
const list = `/repos/octo/hello/commits/${head}/check-runs`;
const ends = (id: number, owner: string) => ({
  id,
  nodeId: `R_${id}`,
  owner,
  name: 'hello',
  archived: false,
  private: false,
  branchSha: sha('a'),
});
const observation: Observation = {
  us: { id: 1, slug: 'backstroke' },
  fork: ends(1, 'octo'),
  upstream: ends(2, 'up'),
  comparison: { kind: 'counted', missing: 3, own: 0, headSha: sha('a') },
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
  configBlob: null,
  kept: null,
  sameContent: false,
  ownIsConfig: false,
  headOf: [],
  mergeMethods: null,
  checks: null,
  release: null,
  committers: null,
  placed: null,
};

function aLook(changed: Partial<Parameters<typeof answerCommit>[1]> = {}) {
  const noted: string[] = [];
  const giveUp = new AbortController();
  const context = {
    github: github(),
    gateway: { observe: async () => observation },
    rests: {
      refusal: async () => null,
      note: async (_: number, { reason }: { reason: string }) => void noted.push(reason),
    },
    elsewhere: publicHosts,
    upstreamGit: null,
    dryRun: false,
    braked: async () => false,
    giveUp: giveUp.signal,
    ...changed,
  };
  return { noted, giveUp, answer: (job: Partial<CheckJob> = {}) => answerCommit(aCheckJob(job), context) };
}

const names = (databaseId: number, owner: string, oid: string) => ({
  databaseId,
  name: 'hello',
  owner: { login: owner },
  defaultBranchRef: { name: 'main', target: { oid } },
});

/** The repository has this file; its upstream's head is `upstreamHead`. */
function shows(text: string, changed: Record<string, unknown> = {}, upstreamHead = sha('a')) {
  mint();
  const config = {
    __typename: 'Blob',
    oid: sha('1'),
    byteSize: text.length,
    isBinary: false,
    isTruncated: false,
    text,
  };
  const parent = { ...names(2, 'up', upstreamHead), config: null };
  const repository = { ...names(1, 'octo', head), commit: { oid: head }, config, inUse: { oid: config.oid }, parent };
  return answerGraphql('ConfigAt', { data: { repository: { ...repository, ...changed } } });
}

const ahead = (count: number) =>
  api()
    .get(`/repos/octo/hello/compare/${sha('a')}...${head}`)
    .query(true)
    .reply(200, { ahead_by: count, behind_by: 0 });
const finds = (check_runs: object[]) => api().get(list).query(true).reply(200, { check_runs });
const unanswered = (text: string) => {
  shows(text);
  ahead(1);
  finds([]);
};

test('a commit is answered with what a sync of its branches would do', async () => {
  unanswered('branches: [main]\n');
  let sent: Record<string, unknown> = {};
  api()
    .post(runs, (body) => {
      sent = body;
      return true;
    })
    .reply(201, { id: 11 });
  expect(await aLook().answer()).toEqual({ became: 'answered', title: '1 branch is kept up to date' });
  expect(sent).toMatchObject({ head_sha: head, conclusion: 'success', external_id: 'configuration-file' });
  expect(JSON.stringify(sent)).toContain('a pull request would be opened with 3 commits');
});

test('one that was answered before is not answered again', async () => {
  shows('branches: [main]\n');
  ahead(1);
  finds([{ id: 11, external_id: 'configuration-file' }]);
  expect(await aLook().answer()).toMatchObject({ became: 'answered-before' });
});

test.each([
  ['that is gone', () => shows('x: 1\n', { commit: null })],
  ['of another repository that has the name by now', () => shows('x: 1\n', { databaseId: 99 })],
  ["that is upstream's newest", () => shows('x: 1\n', {}, head)],
  [
    'that upstream has',
    () => {
      shows('x: 1\n');
      ahead(0);
    },
  ],
])('nothing is said of a commit %s', async (_, given) => {
  given();
  expect(await aLook().answer()).toEqual({ became: 'nothing-to-say', title: null });
});

test('nothing is written in a dry run, nor by a worker that hands back what it holds', async () => {
  const dry = aLook({ dryRun: true });
  const stopping = aLook();
  stopping.giveUp.abort();
  for (const { answer } of [dry, stopping]) {
    unanswered('evry: 1d\n');
    expect(await answer()).toEqual({ became: 'planned', title: '1 problem in .github/backstroke.yml' });
  }
});

test('an operator who stops it while it is read is heeded before it is written', async () => {
  unanswered('evry: 1d\n');
  await expect(aLook({ braked: async () => true }).answer()).rejects.toThrow(Braked);
});

test('nothing is asked of GitHub while it limits the installation', async () => {
  const limited = aRefusal({ reason: 'rate-limited', notBefore: '2026-11-20T12:05:00.000Z' });
  const { answer, noted } = aLook({ rests: { refusal: async () => limited, note: async () => undefined } });
  expect(await answer()).toEqual(limited);
  expect(noted).toEqual([]);
});

test('what GitHub refused of one branch is true of the whole answer, and remembered', async () => {
  const refusal = aRefusal({ reason: 'rate-limited' });
  const { answer, noted } = aLook({ gateway: { observe: async () => refusal } });
  unanswered('branches: [main]\n');
  expect(await answer()).toEqual(refusal);
  expect(noted).toEqual(['rate-limited']);
});

test("the owner's defaults hold where the file says nothing, and what they name is not the file's fault", async () => {
  for (const [text, title] of [
    ['every: 1d\n', 'This repository is left alone'],
    ['enabled: true\n', '1 branch is kept up to date'],
  ]) {
    unanswered(text ?? '');
    expect(await aLook({ dryRun: true }).answer({ defaults: { enabled: false } })).toMatchObject({ title });
  }
});

test('twenty branches are looked at, and the others counted', async () => {
  let looked = 0;
  const observe = async () => {
    looked += 1;
    return observation;
  };
  const branches = Array.from({ length: 25 }, (_, at) => `branch-${at}`);
  unanswered(`branches: ${JSON.stringify(branches)}\n`);
  const answered = await aLook({ dryRun: true, gateway: { observe } }).answer();
  expect(answered).toMatchObject({ title: '25 branches are kept up to date' });
  expect(looked).toBe(20);
});
