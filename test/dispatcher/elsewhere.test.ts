import { expect, test } from 'vitest';
import type { DueRef } from '../../src/db/due-refs.ts';
import { type AskHost, createElsewhereReader } from '../../src/dispatcher/elsewhere.ts';
import { silentHost } from '../../src/git/reach.ts';
import { memoryLog } from '../support/memory-log.ts';
import { sha } from '../support/messages.ts';

const ref = (refId: string, url: string, branch = 'main'): DueRef => ({
  refId,
  repositoryId: -1,
  owner: 'gitlab.com',
  name: 'a/b',
  private: false,
  url,
  branch,
  track: 'branch',
  reported: null,
  tags: false,
  installationId: 7,
});
const now = new Date('2026-01-01T00:00:00Z');
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const answering = (answers: Record<string, Awaited<ReturnType<AskHost>>>) => {
  const asked: { url: string; branches: readonly string[] }[] = [];
  const ask: AskHost = async ({ url, branches }) => {
    asked.push({ url, branches });
    return answers[url] ?? new Map([['main', sha('a')]]);
  };
  return { asked, reader: createElsewhereReader(ask, memoryLog().log) };
};
const silent = silentHost('gitlab.com', 'it said nothing');

test('a repository is asked once for all its branches', async () => {
  const url = 'https://gitlab.com/a/b';
  const { asked, reader } = answering({
    [url]: new Map([
      ['main', sha('a')],
      ['dev', null],
    ]),
  });
  const heads = await reader.read([ref('1', url), ref('2', url, 'dev'), ref('3', url)], now);
  expect(asked).toEqual([{ url, branches: ['main', 'dev'] }]);
  const names = { owner: 'gitlab.com', name: 'a/b', tags: null };
  expect([...heads]).toEqual([
    ['1', { kind: 'sha', sha: sha('a'), ...names }],
    ['2', { kind: 'no-branch', ...names }],
    ['3', { kind: 'sha', sha: sha('a'), ...names }],
  ]);
});

test('one that is gone is told, and is no failure of its host', async () => {
  const [gone, there] = ['https://gitlab.com/gone', 'https://gitlab.com/there'];
  const { reader } = answering({ [gone]: { gone: 'there is no such repository' } });
  const heads = await reader.read([ref('1', gone), ref('2', there)], now);
  expect([heads.get('1')?.kind, heads.get('2')?.kind]).toEqual(['gone', 'sha']);
});

test('one that does not answer is left alone, longer each time, and asked as ever once it does', async () => {
  const url = 'https://gitlab.com/a/b';
  const answers: Record<string, Awaited<ReturnType<AskHost>>> = { [url]: silent };
  const { asked, reader } = answering(answers);
  const at = async (minutes: number) => {
    const before = asked.length;
    await reader.read([ref('1', url)], after(minutes));
    return asked.length - before;
  };
  expect([await at(0), await at(0.9), await at(1), await at(2.9), await at(3)]).toEqual([1, 0, 1, 0, 1]);
  answers[url] = new Map([['main', sha('b')]]);
  expect([await at(7), await at(7.1)]).toEqual([1, 1]);
});

test('a host that did not answer twice in a row is asked no more in this tick, and keeps no other waiting', async () => {
  const urls = [1, 2, 3, 4].map((at) => `https://slow.example/${at}`);
  const { asked, reader } = answering(Object.fromEntries(urls.map((url) => [url, silent])));
  const other = 'https://other.example/a';
  const heads = await reader.read([...urls.map((url) => ref(url, url)), ref('other', other)], now);
  expect([...heads.keys()]).toEqual(['other']);
  expect(asked.map(({ url }) => url).sort()).toEqual([other, ...urls.slice(0, 2)]);
  // The others have their turn later.
  await reader.read(
    urls.map((url) => ref(url, url)),
    now,
  );
  expect(asked.slice(3).map(({ url }) => url)).toEqual(urls.slice(2));
});
