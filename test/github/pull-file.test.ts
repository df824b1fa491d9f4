import { describe, expect, test } from 'vitest';
import { readConfigAt } from '../../src/github/config-at.ts';
import { readCovered, readOwnerRepository } from '../../src/github/covered.ts';
import { answerGraphql, github, mint, offline } from './support.ts';

offline();

const oid = (letter: string) => ({ oid: letter.repeat(40) });
const ours = '.github/backstroke.yml';
const theirs = '.github/pull.yml';
const blob = (letter: string, text = 'x: 1\n') => ({
  __typename: 'Blob',
  ...oid(letter),
  byteSize: text.length,
  isBinary: false,
  isTruncated: false,
  text,
});
const client = () => github().asInstallation(7);

const names = (databaseId: number, owner: string, name = 'hello') => ({
  databaseId,
  id: `R_${databaseId}`,
  name,
  isArchived: false,
  isPrivate: false,
  owner: { login: owner, databaseId: databaseId + 100 },
  defaultBranchRef: { name: 'main', target: oid('d') },
});

describe('of a repository that is covered', () => {
  const covered = async (
    changed: Record<string, unknown>,
    parent: Record<string, unknown> = {},
    errors: object[] = [],
  ) => {
    mint();
    const node = { ...names(1, 'octo'), pushedAt: null, parent: { ...names(2, 'up'), ...parent }, ...changed };
    const { sent } = answerGraphql('Covered', { data: { nodes: [node] }, ...(errors.length > 0 ? { errors } : {}) });
    const read = await readCovered(client(), ['R_1']);
    expect(sent).toHaveLength(1);
    if (!Array.isArray(read)) throw new Error(JSON.stringify(read));
    return read[0];
  };
  const entries = (mode: number) => ({ configFolder: { entries: [{ name: 'pull.yml', mode }] } });

  test.each<[string, Record<string, unknown>, object]>([
    [
      'the file of wei/pull counts where there is none of ours',
      { pullConfig: blob('1') },
      { path: theirs, ...oid('1') },
    ],
    ['ours comes before it', { config: blob('2'), pullConfig: blob('1') }, { path: ours, ...oid('2') }],
    [
      'also when it is none',
      { config: { __typename: 'Tree', ...oid('2') }, pullConfig: blob('1') },
      { path: ours, why: 'directory' },
    ],
    ['neither is there', {}, { kind: 'missing' }],
    ['it may be a link', { pullConfig: blob('1'), ...entries(0o120000) }, { path: theirs, why: 'symlink' }],
    ['or a file beside one', { pullConfig: blob('1'), ...entries(0o100644) }, { path: theirs, kind: 'file' }],
    ['or too large', { pullConfig: { ...blob('1'), byteSize: 65_537 } }, { path: theirs, why: 'too-large' }],
    ["not an owner's defaults", { ...names(1, 'octo', '.github'), pullConfig: blob('1') }, { kind: 'missing' }],
  ])('%s', async (_, changed, expected) => {
    expect((await covered(changed))?.config).toMatchObject(expected);
  });

  test("is held against upstream's file at the same path", async () => {
    const both = { config: oid('8'), pullConfig: oid('9') };
    expect(await covered({ pullConfig: blob('1') }, both)).toMatchObject({ parentConfig: '9'.repeat(40) });
    expect(await covered({ config: blob('1'), pullConfig: blob('2') }, both)).toMatchObject({
      parentConfig: '8'.repeat(40),
    });
    expect(await covered({ pullConfig: blob('8') }, { config: oid('8') })).toMatchObject({ parentConfig: null });
  });

  test('is not known where it could not be read, and there is none of ours', async () => {
    const hidden = [{ type: 'FORBIDDEN', path: ['nodes', 0, 'pullConfig'], message: 'Resource not accessible' }];
    expect(await covered({ pullConfig: null }, {}, hidden)).toMatchObject({ config: null });
    expect(await covered({ config: blob('2') }, {}, hidden)).toMatchObject({ config: { path: ours } });
  });

  test("it is nothing in an owner's `.github`", async () => {
    mint();
    const repository = { ...names(1, 'octo', '.github'), pushedAt: null, parent: null, pullConfig: blob('1') };
    answerGraphql('OwnerDefaults', { data: { repository } });
    expect(await readOwnerRepository(client(), 'octo')).toMatchObject({ config: { kind: 'missing' } });
  });
});

describe('of a commit', () => {
  const headSha = 'c'.repeat(40);
  const shown = (changed: Record<string, unknown>, name = 'hello') => {
    const parent = { ...names(2, 'up'), config: oid('8'), pullConfig: oid('9') };
    return { data: { repository: { ...names(1, 'octo', name), commit: { oid: headSha }, parent, ...changed } } };
  };
  const read = async (changed: Record<string, unknown>, name?: string) => {
    mint();
    const { sent } = answerGraphql('ConfigAt', shown(changed, name));
    const seen = await readConfigAt({
      client: client(),
      repository: { owner: 'octo', name: name ?? 'hello' },
      headSha,
      compareSha: 'b'.repeat(40),
    });
    expect(sent[0]?.variables).toMatchObject({
      pull: `${headSha}:${theirs}`,
      pullCompared: `${'b'.repeat(40)}:${theirs}`,
    });
    return seen;
  };
  const pullConfig = blob('1');

  test.each<[string, Record<string, unknown>, object]>([
    ['the same', { pullConfig, pullCompared: oid('1'), pullInUse: oid('1') }, { changed: false, inUse: true }],
    ['another', { pullConfig, pullCompared: oid('3'), pullInUse: oid('1') }, { changed: true, inUse: true }],
    [
      'new',
      { pullConfig, pullInUse: oid('1') },
      { changed: true, file: { path: theirs }, parentConfig: '9'.repeat(40) },
    ],
    ['removed', { pullCompared: oid('1') }, { changed: true, inUse: true, file: { kind: 'missing' } }],
    [
      'in the place of ours',
      { pullConfig, compared: oid('2'), pullCompared: oid('1'), pullInUse: oid('1') },
      { changed: true, inUse: true, file: { path: theirs } },
    ],
    [
      'beside ours, which is the same',
      { config: blob('2'), pullConfig, compared: oid('2'), pullCompared: oid('3'), inUse: oid('2') },
      { changed: false, inUse: true, file: { path: ours }, parentConfig: '8'.repeat(40) },
    ],
    [
      'under ours, which is new',
      { config: blob('2'), pullConfig, pullCompared: oid('1'), inUse: oid('2'), pullInUse: oid('1') },
      { changed: true, inUse: true, file: { path: ours } },
    ],
  ])('the file of wei/pull is %s', async (_, changed, expected) => {
    expect(await read(changed)).toMatchObject(expected);
  });

  test("it is nothing in an owner's `.github`", async () => {
    expect(await read({ pullConfig, pullInUse: oid('3') }, '.github')).toMatchObject({
      changed: false,
      inUse: true,
      file: { kind: 'missing' },
    });
  });
});
