/** Files that strangers may write, and what each is told. */
import { describe, expect, it } from 'vitest';
import { parseForkConfig, parseOwnerConfig } from '../../../src/core/config/parse.ts';
import { MAX_PROBLEMS } from '../../../src/core/config/problem.ts';
import { fromPullYml } from '../../../src/core/config/pull-yml.ts';
import { keys } from './broken/keys.ts';
import { large } from './broken/large.ts';
import { names } from './broken/names.ts';
import { owner } from './broken/owner.ts';
import { pull } from './broken/pull.ts';
import { values } from './broken/values.ts';
import { yaml } from './broken/yaml.ts';
import { told } from './told.ts';

const title = (file: string) => JSON.stringify(file.length > 80 ? `${file.slice(0, 80)}…` : file);
const tables = { yaml, values, keys, names, large };

describe.each(Object.entries(tables))('a fork’s file, %s', (_, rows) => {
  it.each(rows.map(([file, ...problems]) => [title(file), file, problems] as const))('%s', (_, file, problems) => {
    expect(told(parseForkConfig(file))).toEqual(problems);
  });
});

describe('an owner’s file', () => {
  it.each(owner.map(([file, ...problems]) => [title(file), file, problems] as const))('%s', (_, file, problems) => {
    expect(told(parseOwnerConfig(file))).toEqual(problems);
  });
});

describe('a file for wei/pull', () => {
  it.each(pull.map(([file, ...problems]) => [title(file), file, problems] as const))('%s', (_, file, problems) => {
    expect(told(fromPullYml(file, { fork: 'octo', parent: 'up' }))).toEqual(problems);
  });
});

describe('every message', () => {
  const all = [...Object.values(tables).flat(), ...owner, ...pull].flatMap(([, ...problems]) => problems);

  it('is one sentence that says what to do or what there is', () => {
    expect(all.length).toBeGreaterThan(200);
    for (const message of all) expect(message).toMatch(/^\d+:\d+ (\([^)]*\) )?[A-Z`<].*(\.|\?|"\.)$/s);
  });

  it('quotes nothing that cannot be seen', () => {
    for (const message of all) expect(message.replace(/^\d+:\d+ (\([^)]*\) )?/, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

it('reports the first problems of many, from the top', () => {
  const parsed = parseForkConfig(Array.from({ length: 200 }, (_, at) => `key${at}: 1\n`).join(''));
  const problems = told(parsed);
  expect(problems).toHaveLength(MAX_PROBLEMS);
  expect(problems[0]).toMatch(/^1:1 \(key0\)/);
  expect(problems.at(-1)).toMatch(/^50:1 \(key49\)/);
});

it('believes what stands before a slip, and says nothing of what comes after it', () => {
  const file = 'enabeld: true\nbranches: [main, "a b"]\nupstream: "up/hello\nevry: 1d\n';
  expect(told(parseForkConfig(file))).toEqual([
    '1:1 (enabeld) `enabeld` is no key here: did you mean `enabled`?',
    '3:11 The quote that opens here is not closed: add a `"` at its end.',
  ]);
});
