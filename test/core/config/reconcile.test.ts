import { describe, expect, it } from 'vitest';
import { type ExistingLink, mostNew, reconcile, type Wanted } from '../../../src/core/config/reconcile.ts';
import { defaultSettings } from '../../../src/core/link.ts';
import { existing, nothing, wanted, wantedLink } from './existing.ts';

const daily = { ...defaultSettings, everyMs: 86_400_000 };
const creating = { ...defaultSettings, create: true };
const squashed = { ...defaultSettings, pullRequest: { ...defaultSettings.pullRequest, merge: 'squash' as const } };
const releases = { ...defaultSettings, track: 'release' };
const keeping = { ...defaultSettings, keep: ['docs'] };
const main = { forkBranch: 'main', upstreamId: 2, upstreamBranch: 'main' };
const dev = wantedLink({ forkBranch: 'dev' });

describe('reconcile', () => {
  it.each<[string, ExistingLink[], Wanted, unknown]>([
    [
      'a fork that is new gets its link',
      [],
      wanted(),
      { ...nothing, insert: [{ ...wantedLink(), source: 'install', off: null, followsDefault: true }] },
    ],
    ['what is as it should be stays', [existing()], wanted(), nothing],
    [
      'what follows another thing of the same branch is the same link',
      [existing()],
      wanted({ links: [wantedLink({ settings: releases })] }),
      { ...nothing, update: [{ id: 'a', ends: { ...main, track: 'release' }, settings: releases, ask: true }] },
    ],
    [
      'and so is what follows the branch again',
      [existing({ settings: releases })],
      wanted(),
      { ...nothing, update: [{ id: 'a', ends: { ...main, track: 'branch' }, settings: defaultSettings, ask: true }] },
    ],
    [
      'paths that are kept from now on are asked for',
      [existing()],
      wanted({ links: [wantedLink({ settings: keeping })] }),
      { ...nothing, update: [{ id: 'a', settings: keeping, ask: true }] },
    ],
    [
      'a file makes links of its own',
      [],
      wanted({ byFile: true }),
      { ...nothing, insert: [{ ...wantedLink(), source: 'config', off: null, followsDefault: false }] },
    ],
    [
      'what a file declares too is declared in a file',
      [existing()],
      wanted({ byFile: true }),
      { ...nothing, update: [{ id: 'a', source: 'config', followsDefault: false, ask: false }] },
    ],
    [
      'what no file declares any more is there for being a fork',
      [existing({ source: 'config' })],
      wanted(),
      { ...nothing, update: [{ id: 'a', source: 'install', followsDefault: true, ask: false }] },
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
      'another way to merge is taken and asked for',
      [existing()],
      wanted({ links: [wantedLink({ settings: squashed })] }),
      { ...nothing, update: [{ id: 'a', settings: squashed, ask: true }] },
    ],
    [
      'what is no longer declared is off, and what waits of it does not run',
      [existing()],
      wanted({ byFile: true, links: [dev] }),
      {
        insert: [{ ...dev, source: 'config', off: null, followsDefault: false }],
        update: [{ id: 'a', off: 'disabled', ask: false }],
        revoke: ['a'],
        left: 0,
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
      { ...nothing, insert: [{ ...wantedLink(), source: 'install', off: 'config-invalid', followsDefault: true }] },
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
      { ...nothing, update: [{ id: 'a', source: 'config', off: null, followsDefault: false, ask: true }] },
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
      { ...nothing, update: [{ id: 'a', off: 'disabled', ask: false }], revoke: ['a'], left: 0 },
    ],
    [
      'a file takes the branch from a link of the API',
      [existing({ source: 'api', upstreamId: 3 })],
      wanted({ byFile: true }),
      {
        insert: [{ ...wantedLink(), source: 'config', off: null, followsDefault: false }],
        update: [{ id: 'a', off: 'disabled', ask: false }],
        revoke: ['a'],
        left: 0,
      },
    ],
    [
      'and gives it back',
      [existing({ source: 'api', upstreamId: 3, off: 'disabled' })],
      wanted({ byFile: true, links: [dev] }),
      {
        insert: [{ ...dev, source: 'config', off: null, followsDefault: false }],
        update: [{ id: 'a', off: null, ask: true }],
        revoke: [],
        left: 0,
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
        left: 0,
      },
    ],
  ])('%s', (_, links, to, expected) => {
    expect(reconcile(links, to)).toEqual(expected);
  });

  it('makes and switches on so many at once, the others the next time', () => {
    const branches = Array.from({ length: mostNew + 20 }, (_, at) => `b${at}`);
    const links = branches.map((forkBranch) => wantedLink({ forkBranch, upstreamBranch: forkBranch }));
    const to = wanted({ byFile: true, links });
    const of = (forkBranch: string, changed: Partial<ExistingLink>) =>
      existing({ id: forkBranch, source: 'config', forkBranch, upstreamBranch: forkBranch, ...changed });
    const here = [
      of('b0', {}),
      of('b1', { off: 'disabled' }),
      of('b105', { settings: daily }),
      of('b110', { off: 'disabled' }),
      of('b115', { source: 'api', upstreamId: 3 }),
    ];
    const first = reconcile(here, to);
    expect(first.insert.map(({ forkBranch }) => forkBranch)).toEqual(branches.slice(2, mostNew + 1));
    // What is on already is changed as always, and nothing is taken away for what is not made yet.
    expect(first.update.map(({ id }) => id)).toEqual(['b1', 'b105']);
    expect(first).toMatchObject({ revoke: [], left: 18 });
    const made = first.insert.map(({ forkBranch }) => of(forkBranch, {}));
    const second = reconcile([of('b0', {}), of('b1', {}), of('b105', {}), ...here.slice(3), ...made], to);
    expect(second.insert).toHaveLength(17);
    expect(second).toMatchObject({ left: 0, revoke: ['b115'] });
  });
});
