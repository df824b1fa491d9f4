import { describe, expect, it } from 'vitest';
import { blobProblem, type ConfigBlob, configPath as path, pullPath } from '../../../src/core/config/file.ts';
import { parseForkConfig } from '../../../src/core/config/parse.ts';
import type { ForkConfig } from '../../../src/core/config/schema.ts';
import { type Standing, spoilt, standingAfter } from '../../../src/core/config/standing.ts';

type Before = Omit<Standing<ForkConfig>, 'positionOf' | 'state'> & { state: Standing<ForkConfig>['state'] | null };

const never: Before = { state: null, config: null, blob: null, problem: null };
const valid: Before = { state: 'valid', config: { every: '1d' }, blob: 'old', problem: null };
const standingDefault: Before = { state: 'default', config: null, blob: null, problem: null };
const invalid: Before = { state: 'invalid', config: { every: '1d' }, blob: 'bad', problem: 'line 1: …' };
const invalidDefault: Before = { state: 'invalid', config: null, blob: 'bad', problem: 'line 1: …' };
const off: Before = { state: 'off', config: null, blob: 'bad', problem: 'line 1: …' };

const missing: ConfigBlob = { kind: 'missing' };
const good: ConfigBlob = { kind: 'file', path, oid: 'new', text: 'every: 2d\n' };
const broken: ConfigBlob = { kind: 'file', path, oid: 'new', text: 'evry: 2d\nenabeld: false\n' };
const link: ConfigBlob = { kind: 'unreadable', path, oid: 'new', why: 'symlink' };

const after = (before: Before, file: ConfigBlob | null, inheritedFrom: string | null = null) => {
  const { positionOf: _, ...standing } = standingAfter({ before, file, inheritedFrom, parse: parseForkConfig });
  return standing;
};

const problem = 'line 1: `evry` is no key here: did you mean `every`?, and 1 more';
const symlink = 'line 1: This is a symbolic link, which Backstroke does not follow: put the file itself in its place.';
const fresh = { state: 'valid', config: { every: '2d' }, blob: 'new', problem: null };
const byDefault = { state: 'default', config: null, blob: null, problem: null };
const kept = { state: 'invalid', config: { every: '1d' }, blob: 'new' };
const nothing = { state: 'off', config: null, blob: 'new' };

describe('what a file comes to', () => {
  it.each<[string, Before, ConfigBlob | null, object]>([
    ['a valid file, whatever was before: never', never, good, fresh],
    ['… valid', valid, good, fresh],
    ['… invalid', invalid, good, fresh],
    ['… off', off, good, fresh],
    ['no file, whatever was before: never', never, missing, byDefault],
    ['… valid (its owner removed it)', valid, missing, byDefault],
    ['… off', off, missing, byDefault],
    ['a broken file after a valid one leaves that in use', valid, broken, { ...kept, problem }],
    ['… after a broken one, with what was before that', invalid, broken, { ...kept, problem }],
    ['… after no file, with the default', standingDefault, broken, { ...kept, config: null, problem }],
    ['… after a broken one after no file', invalidDefault, broken, { ...kept, config: null, problem }],
    ['… where there never was one: nothing runs', never, broken, { ...nothing, problem }],
    ['… and still not after a second one', off, broken, { ...nothing, problem }],
    ['what is no file is like a broken one', valid, link, { ...kept, problem: symlink }],
    ['… also where there never was one', never, link, { ...nothing, problem: symlink }],
    ['what could not be read changes nothing', valid, null, valid],
    ['… nor where there never was one', never, null, byDefault],
  ])('%s', (_, before, file, standing) => {
    expect(after(before, file)).toEqual(standing);
  });
});

describe("a file that is byte for byte upstream's is not its owner's word", () => {
  it.each([
    ['valid', good],
    ['broken', broken],
    ['a link', link],
  ] as const)('%s', (_, file) => {
    for (const before of [never, valid, invalid, off]) {
      expect(after(before, file, 'new')).toEqual({ ...byDefault, blob: 'new' });
    }
  });

  it('nor is it when upstream has changed or removed its own since', () => {
    const inherited: Before = { ...standingDefault, blob: 'new' };
    for (const theirs of ['other', null]) {
      expect(after(inherited, good, theirs)).toEqual({ ...byDefault, blob: 'new' });
      expect(after({ ...inherited, blob: 'old' }, good, theirs)).toEqual(fresh);
    }
  });

  it('and one that only resembles it is', () => {
    expect(after(never, good, 'other')).toEqual(fresh);
  });
});

it('knows where a key of the file in use stands, and the first line of one that is used no longer', () => {
  const at = (file: ConfigBlob) =>
    standingAfter({ before: valid, file, inheritedFrom: null, parse: parseForkConfig }).positionOf('every');
  expect(at({ kind: 'file', path, oid: 'new', text: '\n\nevery: 2d\n' })).toEqual({ line: 3, column: 8 });
  expect(at(broken)).toEqual({ line: 1, column: 1 });
});

it('a file that reads well and names something that is not there is spoilt in the same way', () => {
  const problems = [{ path: 'upstream', line: 4, column: 11, message: 'It is not there.' }];
  expect(spoilt(valid, problems, 'new')).toMatchObject({ ...kept, problem: 'line 4: It is not there.' });
  expect(spoilt(never, problems, 'new')).toMatchObject({ ...nothing, problem: 'line 4: It is not there.' });
});

it('a problem names its file where that is not ours', () => {
  const { problem: said } = after(never, { ...broken, path: pullPath });
  expect(said).toBe(`${pullPath} ${problem}`);
  expect(spoilt(never, [{ path: '', line: 2, column: 1, message: 'No.' }], 'new', pullPath).problem).toBe(
    `${pullPath} line 2: No.`,
  );
});

it.each([
  ['directory', 'This is a directory, where the configuration has to be a file: put a file in its place.'],
  ['symlink', 'This is a symbolic link, which Backstroke does not follow: put the file itself in its place.'],
  ['submodule', 'This is a submodule, where the configuration has to be a file: put a file in its place.'],
  ['too-large', 'The file is larger than 64 KiB, which is more than Backstroke reads: make it smaller.'],
  ['binary', 'The file is no text in UTF-8: save it as such.'],
] as const)('a %s is answered with a sentence at the start of the file', (why, message) => {
  expect(blobProblem({ kind: 'unreadable', oid: null, why })).toEqual({ path: '', line: 1, column: 1, message });
});
