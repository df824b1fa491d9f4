import { describe, expect, it } from 'vitest';
import { type ExistingLink, reconcile, type Wanted } from '../../../src/core/config/reconcile.ts';
import { existing, nothing, wanted, wantedLink } from './existing.ts';

const ends = { forkBranch: 'main', upstreamId: 2, upstreamBranch: 'trunk' };
const trunk = { ...ends, track: 'branch' };
const renamed = (changed: Partial<Wanted> = {}) => wanted({ links: [wantedLink(ends)], ...changed });

describe('when a default branch is another one', () => {
  it.each<[string, ExistingLink[], Wanted, unknown]>([
    [
      "upstream's is another one: the same link follows it",
      [existing()],
      renamed(),
      { ...nothing, update: [{ id: 'a', ends: trunk, ask: true }] },
    ],
    [
      "the fork's is another one",
      [existing()],
      wanted({ links: [wantedLink({ forkBranch: 'dev' })] }),
      { ...nothing, update: [{ id: 'a', ends: { ...trunk, forkBranch: 'dev', upstreamBranch: 'main' }, ask: true }] },
    ],
    [
      'a person chose its strategy, which stays',
      [existing({ source: 'api', followsDefault: true, strategy: 'mirror' })],
      renamed(),
      { ...nothing, update: [{ id: 'a', ends: trunk, ask: true }] },
    ],
    [
      'the link was off meanwhile',
      [existing({ off: 'disabled' })],
      renamed(),
      { ...nothing, update: [{ id: 'a', ends: trunk, off: null, ask: true }] },
    ],
    [
      'there never was a valid file: it follows, and is off',
      [existing({ off: 'config-invalid' })],
      renamed({ off: 'config-invalid' }),
      { ...nothing, update: [{ id: 'a', ends: trunk, ask: false }] },
    ],
    ['a person deleted the link', [existing({ off: 'removed' })], renamed(), nothing],
    [
      'the one that is on goes before an older one',
      [existing({ id: 'old', off: 'disabled', upstreamBranch: 'older' }), existing()],
      renamed(),
      { ...nothing, update: [{ id: 'a', ends: trunk, ask: true }] },
    ],
    [
      'the branches have a link already, which knows what was',
      [existing(), existing({ id: 'b', off: 'disabled', upstreamBranch: 'trunk', followsDefault: false })],
      renamed(),
      {
        insert: [],
        update: [
          { id: 'b', followsDefault: true, off: null, ask: true },
          { id: 'a', off: 'disabled', ask: false },
        ],
        revoke: ['a'],
        left: 0,
      },
    ],
    [
      'a file names the branches: it is not followed',
      [existing()],
      renamed({ byFile: true }),
      {
        insert: [{ ...wantedLink(ends), source: 'config', off: null, followsDefault: false }],
        update: [{ id: 'a', off: 'disabled', ask: false }],
        revoke: ['a'],
        left: 0,
      },
    ],
    [
      'a file named them until now',
      [existing({ source: 'config' })],
      renamed(),
      {
        insert: [{ ...wantedLink(ends), source: 'install', off: null, followsDefault: true }],
        update: [{ id: 'a', off: 'disabled', ask: false }],
        revoke: ['a'],
        left: 0,
      },
    ],
    [
      'the fork is to follow another repository by now',
      [existing()],
      wanted({ byFile: true, byDefault: true, links: [wantedLink({ upstreamId: 3 })] }),
      {
        insert: [{ ...wantedLink({ upstreamId: 3 }), source: 'config', off: null, followsDefault: true }],
        update: [{ id: 'a', off: 'disabled', ask: false }],
        revoke: ['a'],
        left: 0,
      },
    ],
  ])('%s', (_, links, to, expected) => {
    expect(reconcile(links, to)).toEqual(expected);
  });
});
