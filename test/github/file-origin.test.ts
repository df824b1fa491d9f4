import { expect, test } from 'vitest';
import type { Followed } from '../../src/core/config/followed.ts';
import { isInherited } from '../../src/github/file-origin.ts';
import { answerGraphql, api, github, mint, offline } from './support.ts';

offline();

const [change, head] = ['c'.repeat(40), 'd'.repeat(40)];
const blob = 'b'.repeat(40);
const repository = { owner: 'octo', name: 'hello' };
const ask = (followed: Followed[] = []) =>
  isInherited({ client: github().asInstallation(7), repository, path: '.github/backstroke.yml', blob, followed });
const shown = (
  parent: unknown = { defaultBranchRef: { target: { oid: head } } },
  nodes: unknown[] = [{ oid: change }],
) => ({
  data: { repository: { defaultBranchRef: { target: { history: { nodes } } }, parent } },
});
const compare = () => api().get(`/repos/octo/hello/compare/${head}...${change}`).query(true);

test.each([
  ['the commit is one of upstream’s', { ahead_by: 0, behind_by: 3 }, true],
  ['the commit is the fork’s own', { ahead_by: 1, behind_by: 3 }, false],
])('%s', async (_, counts, inherited) => {
  mint();
  const { sent } = answerGraphql('FileOrigin', shown());
  compare().reply(200, counts);
  expect(await ask()).toBe(inherited);
  expect(sent[0]?.variables).toMatchObject({ owner: 'octo', name: 'hello', path: '.github/backstroke.yml' });
});

test('what comes from another branch that is followed is inherited as well', async () => {
  mint();
  answerGraphql('FileOrigin', shown());
  compare().reply(200, { ahead_by: 1, behind_by: 3 });
  api().get(`/repos/octo/hello/compare/sib%3Anext...${change}`).query(true).reply(200, { ahead_by: 0, behind_by: 1 });
  expect(await ask([{ owner: 'sib', branch: 'next' }])).toBe(true);
});

test.each([
  ['there is no parent to be seen', shown(null)],
  ['the file was never changed', shown(undefined, [])],
  ['there is no branch', { data: { repository: { defaultBranchRef: null, parent: null } } }],
])('nobody can say where %s', async (_, answer) => {
  mint();
  answerGraphql('FileOrigin', answer);
  expect(await ask()).toBe('unknown');
});

test('nobody can say while the network has not caught up', async () => {
  mint();
  answerGraphql('FileOrigin', shown());
  compare().reply(404, { message: 'Not Found' });
  expect(await ask()).toBe('unknown');
});

test('what GitHub refuses is said: nothing is known then', async () => {
  mint();
  answerGraphql('FileOrigin', shown());
  compare().reply(502, '<html>');
  expect(await ask()).toMatchObject({ refused: true, reason: 'github-unavailable' });
});

test.each([
  ['the same in a commit that was brought here', blob, undefined, true],
  ['another there, though it came with it', 'e'.repeat(40), { ahead_by: 0, behind_by: 1 }, true],
  ['another there, and changed here', null, { ahead_by: 1, behind_by: 1 }, false],
])('a file of a repository without a parent is %s', async (_, oid, counts, inherited) => {
  mint();
  const brought = 'a'.repeat(40);
  const { sent } = answerGraphql('FileAt', { data: { repository: { object: oid && { oid } } } });
  if (counts) {
    answerGraphql('FileOrigin', shown(null));
    api().get(`/repos/octo/hello/compare/${brought}...${change}`).query(true).reply(200, counts);
  }
  expect(await ask([{ sha: brought }])).toBe(inherited);
  expect(sent[0]?.variables).toMatchObject({ expression: `${brought}:.github/backstroke.yml` });
});

const ref = 'refs/backstroke/upstream/link';

test('what was brought here a moment ago is found by its reference', async () => {
  mint();
  const brought = 'a'.repeat(40);
  const first = answerGraphql('FileAt', { data: { repository: { object: { oid: brought } } } });
  answerGraphql('FileAt', { data: { repository: { object: { oid: blob } } } });
  expect(await ask([{ ref }])).toBe(true);
  expect(first.sent.map(({ variables }) => variables)).toMatchObject([{ expression: ref }]);
});

test('nothing came from where nothing was brought from yet', async () => {
  mint();
  answerGraphql('FileAt', { data: { repository: { object: null } } });
  answerGraphql('FileOrigin', shown(null));
  expect(await ask([{ ref }])).toBe(false);
});
