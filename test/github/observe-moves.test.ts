import { describe, expect, test } from 'vitest';
import { createGateway } from '../../src/github/gateway.ts';
import { bot, forkSha, observed, person, target, upstreamSha } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

const old = 'd'.repeat(40);
const blob = (digit: string) => ({ oid: digit.repeat(40) });

function observe(lastSyncedSha: string | null = null) {
  mint();
  return createGateway({ github: github(), now: () => now }).observe({ ...target, lastSyncedSha });
}

const compare = { aheadBy: 3, behindBy: 1, headTarget: { oid: upstreamSha } };
const tip = (more: object) => ({ ref: { target: { oid: forkSha, ...more }, compare } });

describe("the fork's newest commit", () => {
  const from = (config: object | null) => ({ parents: { nodes: [{ config }] } });
  test.each([
    ['adds the file', { changedFilesIfAvailable: 1, config: blob('1'), ...from(null) }, true],
    ['changes it', { changedFilesIfAvailable: 1, config: blob('1'), ...from(blob('2')) }, true],
    ['removes it', { changedFilesIfAvailable: 1, config: null, ...from(blob('2')) }, true],
    ['changes another', { changedFilesIfAvailable: 1, config: blob('1'), ...from(blob('1')) }, false],
    ['adds the file of wei/pull', { changedFilesIfAvailable: 1, pullConfig: blob('1'), ...from(null) }, true],
    ['changes two', { changedFilesIfAvailable: 2, config: blob('1'), ...from(null) }, false],
    ['is not counted', { changedFilesIfAvailable: null, config: blob('1'), ...from(null) }, false],
    ['has no file', { changedFilesIfAvailable: 1, config: null, ...from(null) }, false],
  ])('%s: %o', async (_name, given, ownIsConfig) => {
    answerGraphql('Observe', { data: observed({ fork: tip(given) }) });
    expect(await observe()).toMatchObject({ ownIsConfig });
  });
});

test.each([
  ['the same files', blob('1'), blob('1'), true],
  ['other files', blob('1'), blob('2'), false],
  ['nobody knows what', undefined, undefined, false],
])('both branches hold %s', async (_, ours, theirs, sameContent) => {
  const upstream = { ref: { target: { oid: upstreamSha, tree: theirs } } };
  answerGraphql('Observe', { data: observed({ fork: tip({ tree: ours }), upstream }) });
  expect(await observe()).toMatchObject({ sameContent });
});

test('the blob of the file on the default branch', async () => {
  answerGraphql('Observe', { data: observed({ fork: { config: blob('3') } }) });
  expect(await observe()).toMatchObject({ configBlob: blob('3').oid });
  answerGraphql('Observe', { data: observed({ fork: { config: null, pullConfig: blob('4') } }) });
  expect(await observe()).toMatchObject({ configBlob: blob('4').oid });
  answerGraphql('Observe', { data: observed({ fork: { config: blob('3'), pullConfig: blob('4') } }) });
  expect(await observe()).toMatchObject({ configBlob: blob('3').oid });
});

describe('the branch is the head of', () => {
  const url = 'https://github.com/up/hello/pull/3';
  const associated = (nodes: unknown[]) => ({
    ref: { target: { oid: forkSha }, compare, associatedPullRequests: { nodes } },
  });
  const node = (databaseId: number | null, author: unknown = person) => ({
    url,
    baseRepository: databaseId === null ? null : { databaseId },
    author,
  });
  test.each([
    ['one into upstream', [node(2)], [url]],
    ['one by a ghost', [node(2, null)], [url]],
    ['one into a repository that is hidden', [node(null)], [url]],
    ['one that is hidden itself', [null], [null]],
    ['one into a fork of this fork, by this App', [node(5, bot)], []],
    ['one by another App', [node(5, { ...bot, databaseId: 9 })], [url]],
    ['one into another branch of the fork', [node(1)], []],
  ])('%s', async (_name, nodes, headOf) => {
    answerGraphql('Observe', { data: observed({ fork: associated(nodes) }) });
    expect(await observe()).toMatchObject({ headOf });
  });

  test('what is hidden is no refusal', async () => {
    const path = ['fork', 'ref', 'associatedPullRequests', 'nodes', 0, 'baseRepository'];
    const errors = [{ type: 'FORBIDDEN', path, message: 'Resource not accessible by integration' }];
    answerGraphql('Observe', { data: observed({ fork: associated([node(null)]) }), errors });
    expect(await observe()).toMatchObject({ headOf: [url] });
  });
});

describe('an upstream that was rewritten', () => {
  const counted = (ahead_by: number, behind_by: number) =>
    api()
      .get(`/repos/octo/hello/compare/${old}...${upstreamSha}`)
      .query({ page: 2, per_page: 1 })
      .reply(200, { ahead_by, behind_by });

  test.each([
    ['holds what was synced last', 4, 0, false],
    ['lost it', 4, 1, true],
  ])('%s', async (_name, ahead, behind, rewritten) => {
    answerGraphql('Observe', { data: observed() });
    counted(ahead, behind);
    expect(await observe(old)).toMatchObject({ rewritten });
  });

  test('lost what cannot be compared any more', async () => {
    answerGraphql('Observe', { data: observed() });
    api()
      .get(/compare/)
      .reply(404, { message: 'Not Found' });
    expect(await observe(old)).toMatchObject({ rewritten: true });
  });

  test('is what the operation ends with when GitHub refuses the comparison', async () => {
    answerGraphql('Observe', { data: observed() });
    api()
      .get(/compare/)
      .reply(502, '');
    expect(await observe(old)).toMatchObject({ refused: true, reason: 'github-unavailable' });
  });

  test.each([
    ['nothing was synced', null, {}, false],
    ['it is the head', upstreamSha, {}, false],
    ['it is the fork’s head, which upstream has not', forkSha, {}, true],
    ['the fork has nothing of its own', old, { compare: { ...compare, behindBy: 0 } }, false],
    ['upstream is gone', old, { upstream: null }, false],
  ])('without asking: %s', async (_name, lastSyncedSha, parts: object, rewritten) => {
    const data = observed(parts);
    answerGraphql('Observe', { data: 'upstream' in parts ? { ...data, upstream: null } : data });
    expect(await observe(lastSyncedSha)).toMatchObject({ rewritten });
  });
});
