import { describe, expect, it } from 'vitest';
import { type ExistingLink, reconcile, type Wanted } from '../../../src/core/config/reconcile.ts';
import { defaultSettings } from '../../../src/core/link.ts';
import { existing, nothing, wanted, wantedLink } from './existing.ts';

const daily = { ...defaultSettings, everyMs: 86_400_000 };
const creating = { ...defaultSettings, create: true };
const dev = wantedLink({ forkBranch: 'dev' });

describe('reconcile', () => {
  it.each<[string, ExistingLink[], Wanted, unknown]>([
    [
      'a fork that is new gets its link',
      [],
      wanted(),
      { ...nothing, insert: [{ ...wantedLink(), source: 'install', off: null }] },
    ],
    ['what is as it should be stays', [existing()], wanted(), nothing],
    [
      'a file makes links of its own',
      [],
      wanted({ byFile: true }),
      { ...nothing, insert: [{ ...wantedLink(), source: 'config', off: null }] },
    ],
    [
      'what a file declares too is declared in a file',
      [existing()],
      wanted({ byFile: true }),
      { ...nothing, update: [{ id: 'a', source: 'config', ask: false }] },
    ],
    [
      'what no file declares any more is there for being a fork',
      [existing({ source: 'config' })],
      wanted(),
      { ...nothing, update: [{ id: 'a', source: 'install', ask: false }] },
    ],
    [
      'other settings are taken and asked for',
      [existing()],
      wanted({ links: [wantedLink({ settings: daily })] }),
      { ...nothing, update: [{ id: 'a', settings: daily, ask: true }] },
    ],
    [
      'that a branch is created is said anew: that it was there before does not count',
      [existing()],
      wanted({ links: [wantedLink({ settings: creating })] }),
      { ...nothing, update: [{ id: 'a', settings: creating, branchSeenAt: null, ask: true }] },
    ],
    [
      'but not when it is said still',
      [existing({ settings: creating, off: 'disabled' })],
      wanted({ links: [wantedLink({ settings: { ...creating, everyMs: 86_400_000 } })] }),
      {
        ...nothing,
        update: [{ id: 'a', off: null, settings: { ...creating, everyMs: 86_400_000 }, ask: true }],
      },
    ],
    [
      'what is no longer declared is off, and what waits of it does not run',
      [existing()],
      wanted({ byFile: true, links: [dev] }),
      {
        insert: [{ ...dev, source: 'config', off: null }],
        update: [{ id: 'a', off: 'disabled', ask: false }],
        revoke: ['a'],
      },
    ],
    [
      'what is declared again is on, and asked for',
      [existing({ off: 'disabled' })],
      wanted(),
      { ...nothing, update: [{ id: 'a', off: null, ask: true }] },
    ],
    [
      'where there never was a valid file everything is off, and says so',
      [],
      wanted({ off: 'config-invalid' }),
      { ...nothing, insert: [{ ...wantedLink(), source: 'install', off: 'config-invalid' }] },
    ],
    [
      'once there is one, it is on',
      [existing({ off: 'config-invalid' })],
      wanted(),
      { ...nothing, update: [{ id: 'a', off: null, ask: true }] },
    ],
    ['what a person deleted stays away', [existing({ off: 'removed' })], wanted(), nothing],
    [
      'until a file declares it',
      [existing({ off: 'removed' })],
      wanted({ byFile: true }),
      { ...nothing, update: [{ id: 'a', source: 'config', off: null, ask: true }] },
    ],
    [
      'a link of the API takes the branch from the default',
      [existing({ source: 'api', upstreamId: 3 })],
      wanted(),
      nothing,
    ],
    [
      'and switches the default off that was there',
      [existing(), existing({ id: 'b', source: 'api', upstreamId: 3 })],
      wanted(),
      { ...nothing, update: [{ id: 'a', off: 'disabled', ask: false }], revoke: ['a'] },
    ],
    [
      'a file takes the branch from a link of the API',
      [existing({ source: 'api', upstreamId: 3 })],
      wanted({ byFile: true }),
      {
        insert: [{ ...wantedLink(), source: 'config', off: null }],
        update: [{ id: 'a', off: 'disabled', ask: false }],
        revoke: ['a'],
      },
    ],
    [
      'and gives it back',
      [existing({ source: 'api', upstreamId: 3, off: 'disabled' })],
      wanted({ byFile: true, links: [dev] }),
      {
        insert: [{ ...dev, source: 'config', off: null }],
        update: [{ id: 'a', off: null, ask: true }],
        revoke: [],
      },
    ],
    [
      '`enabled: false` switches everything off',
      [existing(), existing({ id: 'b', source: 'api', forkBranch: 'dev' })],
      wanted({ links: [], byFile: true, nothing: true }),
      {
        insert: [],
        update: [
          { id: 'a', off: 'disabled', ask: false },
          { id: 'b', off: 'disabled', ask: false },
        ],
        revoke: ['a', 'b'],
      },
    ],
  ])('%s', (_, links, to, expected) => {
    expect(reconcile(links, to)).toEqual(expected);
  });
});
