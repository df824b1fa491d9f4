import { describe, expect, test } from 'vitest';
import { readConfigAt } from '../../src/github/config-at.ts';
import { answerGraphql, api, github, mint, offline } from './support.ts';

offline();

const headSha = 'c'.repeat(40);
const base = 'b'.repeat(40);
const oid = (letter: string) => ({ oid: letter.repeat(40) });
const file = {
  __typename: 'Blob',
  ...oid('1'),
  byteSize: 10,
  isBinary: false,
  isTruncated: false,
  text: 'every: 1d\n',
};
const names = (databaseId: number, owner: string) => ({
  databaseId,
  name: 'hello',
  owner: { login: owner },
  defaultBranchRef: { name: 'main', target: oid('d') },
});
const folder = (mode = 0o100644) => ({ entries: [{ name: 'backstroke.yml', mode }] });

const shown = (changed: Record<string, unknown> = {}) => ({
  data: {
    repository: {
      ...names(1, 'octo'),
      commit: { oid: headSha },
      config: file,
      configFolder: folder(),
      compared: null,
      inUse: oid('1'),
      parent: { ...names(2, 'up'), config: oid('2') },
      ...changed,
    },
  },
});

const read = (compareSha: string | null = null) =>
  readConfigAt({
    client: github().asInstallation(7),
    repository: { owner: 'octo', name: 'hello' },
    headSha,
    compareSha,
  });

describe('the file in a commit', () => {
  test('is read with what it is held against', async () => {
    mint();
    const { sent } = answerGraphql('ConfigAt', shown());
    expect(await read()).toEqual({
      fork: { id: 1, owner: 'octo', name: 'hello', defaultBranch: 'main' },
      file: { kind: 'file', path: '.github/backstroke.yml', oid: file.oid, text: 'every: 1d\n' },
      changed: true,
      inUse: true,
      parent: { id: 2, owner: 'up', name: 'hello', defaultBranch: 'main' },
      parentConfig: '2'.repeat(40),
      parentHead: 'd'.repeat(40),
    });
    expect(sent[0]?.variables).toMatchObject({
      commit: headSha,
      file: `${headSha}:.github/backstroke.yml`,
      pull: `${headSha}:.github/pull.yml`,
      folder: `${headSha}:.github`,
      compares: false,
    });
  });

  test.each([
    ['missing', { config: null, configFolder: null }, { kind: 'missing' }],
    ['a directory', { config: { __typename: 'Tree', ...oid('1') } }, { kind: 'unreadable', why: 'directory' }],
    ['a symbolic link', { configFolder: folder(0o120000) }, { kind: 'unreadable', why: 'symlink' }],
  ])('may be %s', async (_, changed, expected) => {
    mint();
    answerGraphql('ConfigAt', shown(changed));
    expect(await read()).toMatchObject({ file: expected });
  });

  test.each([
    ['the same file', { compared: oid('1') }, false],
    ['another file', { compared: oid('9') }, true],
    ['no file, as here', { config: null, inUse: null }, false],
  ])('is compared with a commit that has %s', async (_, changed, expected) => {
    mint();
    answerGraphql('ConfigAt', shown(changed));
    expect(await read(base)).toMatchObject({ changed: expected });
  });

  test('that does not count yet is compared with the commit it was made from', async () => {
    mint();
    answerGraphql('ConfigAt', shown({ compared: oid('9'), inUse: oid('9') }));
    api()
      .get(`/repos/octo/hello/compare/${base}...${headSha}`)
      .query(true)
      .reply(200, { ahead_by: 1, behind_by: 1, merge_base_commit: { sha: 'a'.repeat(40) } });
    const { sent } = answerGraphql('ConfigAt', shown({ compared: oid('1'), inUse: oid('9') }));
    expect(await read(base)).toMatchObject({ changed: false, inUse: false });
    expect(sent[0]?.variables).toMatchObject({ compared: `${'a'.repeat(40)}:.github/backstroke.yml`, compares: true });
  });

  test('is compared as asked where histories have nothing in common', async () => {
    mint();
    answerGraphql('ConfigAt', shown({ compared: null, inUse: null }));
    const words = { message: 'No common ancestor between b and c.' };
    api().get(`/repos/octo/hello/compare/${base}...${headSha}`).query(true).reply(404, words);
    expect(await read(base)).toMatchObject({ changed: true });
  });
});

describe('is null', () => {
  test('where the commit is gone', async () => {
    mint();
    answerGraphql('ConfigAt', shown({ commit: null, config: null }));
    expect(await read()).toBeNull();
  });

  test('where the repository is', async () => {
    mint();
    const errors = [{ type: 'NOT_FOUND', path: ['repository'], message: 'Could not resolve to a Repository' }];
    answerGraphql('ConfigAt', { data: { repository: null }, errors });
    expect(await read()).toBeNull();
  });
});

test('a parent that this token may not see is none', async () => {
  mint();
  const errors = [{ type: 'NOT_FOUND', path: ['repository', 'parent'], message: 'Could not resolve to a Repository' }];
  answerGraphql('ConfigAt', { ...shown({ parent: null }), errors });
  expect(await read()).toMatchObject({ parent: null, parentConfig: null, parentHead: null });
});

test.each([
  [
    'a permission',
    { type: 'FORBIDDEN', path: ['repository', 'config'], message: 'Resource not accessible by integration' },
    'missing-permission',
  ],
  ['the budget', { type: 'RATE_LIMITED', path: [], message: 'API rate limit exceeded' }, 'rate-limited'],
])('%s that is missing is a refusal', async (_, error, reason) => {
  mint();
  answerGraphql('ConfigAt', { ...shown({ config: null }), errors: [error] });
  if (reason === 'missing-permission') mint();
  expect(await read()).toMatchObject({ refused: true, reason });
});
