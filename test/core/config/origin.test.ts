import { describe, expect, test } from 'vitest';
import { claimBranch } from '../../../src/core/config/claim.ts';
import {
  type Configured,
  declaringFile,
  strategyFile,
  switchingFile,
  whyOff,
} from '../../../src/core/config/origin.ts';
import { offSentence } from '../../../src/core/text/off.ts';
import { existing } from './existing.ts';

const files = (changed: Partial<Configured>): Configured => ({
  own: null,
  owner: null,
  repository: 'hello',
  ...changed,
});
const named = { Hello: { branches: ['main'], enabled: false } };

describe('which file', () => {
  test.each<[string, Partial<Configured>, unknown, unknown]>([
    ['neither', {}, null, null],
    ['one that says something else', { own: { every: '1d' } }, null, null],
    ['its own', { own: { branches: ['main'], enabled: false } }, 'own', 'own'],
    ['its own for wei/pull', { own: { branches: ['main'], file: '.github/pull.yml' } }, 'pull', null],
    ['its own upstream', { own: { upstream: 'up/hello' } }, 'own', null],
    ["its owner's", { owner: { branches: ['main'], enabled: false } }, 'owner', 'owner'],
    ["its owner's, for it alone", { owner: { repositories: named } }, 'owner', 'owner'],
    ["its owner's, for another", { owner: { repositories: named }, repository: 'other' }, null, null],
    ['its own before', { own: { branches: ['dev'], enabled: true }, owner: { repositories: named } }, 'own', null],
    ['branches before upstream', { own: { upstream: 'up/hello' }, owner: { branches: ['main'] } }, 'owner', null],
  ])('%s', (_, given, declares, switches) => {
    expect(declaringFile(files(given))).toBe(declares);
    expect(switchingFile(files(given))).toBe(switches);
  });
});

test.each<[string, Partial<Configured>, unknown]>([
  ['no file', { own: { every: '1d' } }, null],
  ['its own file', { own: { strategy: 'merge' }, owner: { strategy: 'mirror' } }, 'own'],
  ["its owner's", { own: { every: '1d' }, owner: { strategy: 'mirror' } }, 'owner'],
  ['a file that keeps paths', { own: { keep: ['docs'] } }, 'own'],
  ["its owner's that keeps paths", { owner: { keep: ['docs'] } }, 'owner'],
  ['no file where nothing is kept', { own: { keep: [] }, owner: { keep: ['docs'] } }, null],
  ['no file where its links are declared', { own: { strategy: 'merge' }, owner: { branches: ['main'] } }, null],
])('the strategy of the link that every fork has is said by %s', (_, given, says) => {
  expect(strategyFile(files(given))).toBe(says);
});

describe('a branch that a person asks for', () => {
  const wanted = { forkBranch: 'main', upstreamId: 2, upstreamBranch: 'main' };
  const taken = (by: unknown) => ({ kind: 'taken', by });
  test.each([
    ['has no link', [existing({ forkBranch: 'dev' })], { kind: 'new' }],
    ['has one', [existing()], taken(existing())],
    ['has one to another upstream', [existing({ upstreamId: 3 })], taken(existing({ upstreamId: 3 }))],
    ['had this one', [existing({ off: 'removed' })], { kind: 'again', id: 'a' }],
    ['had this one in a file', [existing({ off: 'disabled', source: 'config' })], { kind: 'again', id: 'a' }],
    ['had another one', [existing({ off: 'removed', upstreamId: 3 })], { kind: 'new' }],
    ['waits for its file', [existing({ off: 'config-invalid' })], taken(existing({ off: 'config-invalid' }))],
    [
      'had this one, and has another',
      [existing({ off: 'removed' }), existing({ id: 'b', upstreamBranch: 'dev' })],
      taken(existing({ id: 'b', upstreamBranch: 'dev' })),
    ],
  ])('%s', (_, links, claim) => {
    expect(claimBranch(links, wanted)).toEqual(claim);
  });
});

describe('a link that is off says why', () => {
  const facts = {
    fork: { owner: 'octo', name: 'hello', branch: 'main' },
    upstream: { owner: 'up', name: 'hello\u202E', branch: 'dev' },
    webUrl: 'https://github.com',
    installationId: 7,
    pull: null,
    missing: null,
    retryAt: null,
    detail: null,
  };
  const none = { own: null, owner: null };
  const say = (
    off: 'disabled' | 'config-invalid',
    given: Partial<Configured>,
    problems: Partial<typeof none> | object = {},
  ) => offSentence(whyOff(off, { ...files(given), problems: { ...none, ...problems } }), facts);

  test('turned off by a file', () => {
    expect(say('disabled', { own: { enabled: false } })).toMatchInlineSnapshot(
      `"The configuration file turns the sync from dev of up/hello� to main of octo/hello off: change \`enabled\` in https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml to have it back."`,
    );
    expect(say('disabled', { owner: { enabled: false } })).toContain(
      '/octo/.github/blob/HEAD/.github/backstroke.yml to',
    );
  });

  test('not declared by a file', () => {
    expect(say('disabled', { owner: { branches: ['main'] } })).toMatchInlineSnapshot(
      `"The configuration file does not declare the sync from dev of up/hello� to main of octo/hello, so it is off: add it to https://github.com/octo/.github/blob/HEAD/.github/backstroke.yml to have it back."`,
    );
  });

  test('not declared by a file for wei/pull, or that never was valid', () => {
    const own: Configured['own'] = { branches: ['main'], file: '.github/pull.yml' };
    expect(say('disabled', { own })).toContain('add it to https://github.com/octo/hello/blob/HEAD/.github/pull.yml to');
    const problem = '.github/pull.yml line 1: `version` is missing in this map.';
    expect(say('config-invalid', {}, { own: problem })).toMatch(
      /correct \S+\/octo\/hello\/blob\/HEAD\/\.github\/pull\.yml to/,
    );
  });

  test('asked for by nobody', () => {
    expect(say('disabled', {})).toMatchInlineSnapshot(
      `"No file asks for the sync from dev of up/hello� to main of octo/hello, and it is not what the fork follows by itself: ask for it with POST /v1/links to have it back."`,
    );
  });

  test('its file never was valid', () => {
    expect(say('config-invalid', {}, { own: 'line 1: `x` is no key.' })).toMatchInlineSnapshot(
      `"The configuration file has a problem (“line 1: \`x\` is no key”) and never was valid, so the sync from dev of up/hello� to main of octo/hello is off: correct https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml to have it."`,
    );
    expect(say('config-invalid', {}, { owner: 'line 2: no.' })).toMatch(/line 2: no.*octo\/\.github\/blob/);
  });
});
