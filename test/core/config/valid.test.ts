import { describe, expect, it } from 'vitest';
import { type ParsedConfig, parseForkConfig, parseOwnerConfig } from '../../../src/core/config/parse.ts';
import { told } from './told.ts';
import { validForkFiles, validOwnerFiles } from './valid.ts';

const title = (file: string) => JSON.stringify(file.length > 80 ? `${file.slice(0, 80)}…` : file);

describe('valid', () => {
  it.each(validForkFiles.map((file) => [title(file), file] as const))('in a fork: %s', (_, file) => {
    expect(told(parseForkConfig(file))).toEqual([]);
  });
  it.each(validOwnerFiles.map((file) => [title(file), file] as const))('of an owner: %s', (_, file) => {
    expect(told(parseOwnerConfig(file))).toEqual([]);
  });
});

const read = <C>(parsed: ParsedConfig<C>) => (parsed.valid ? parsed.config : null);

it('says nothing when it is empty', () => {
  for (const file of ['', '# comment', '---', '{}']) expect(read(parseForkConfig(file))).toEqual({});
});

it('is read as it is written', () => {
  const file = 'every: 1d\nbranches:\n  - main\n  - from: "a/*"\n    to: "b/*"\npull-request:\n  labels: ["1"]\n';
  expect(read(parseForkConfig(file))).toEqual({
    every: '1d',
    branches: ['main', { from: 'a/*', to: 'b/*' }],
    'pull-request': { labels: ['1'] },
  });
});

it('keeps names that JavaScript has for itself', () => {
  const config = read(parseOwnerConfig('repositories:\n  constructor: {enabled: false}\n'));
  expect(Object.entries(config?.repositories ?? {})).toEqual([['constructor', { enabled: false }]]);
});

describe('positionOf', () => {
  const parsed = parseForkConfig('# first\nbranches:\n  - main\n  - from: a\n    to: b\n');
  const at = (path: string) => (parsed.valid ? parsed.positionOf(path) : null);

  it.each([
    ['branches.0', 3, 5],
    ['branches.1', 4, 5],
    ['branches.1.from', 4, 11],
    ['branches.1.to', 5, 9],
    ['branches.1.strategy', 4, 5],
    ['branches.7', 3, 3],
    ['upstream', 2, 1],
    ['', 2, 1],
  ])('%j is at %i:%i', (path, line, column) => {
    expect(at(path)).toEqual({ line, column });
  });
});
