import { describe, expect, it } from 'vitest';
import { listedRepositories, wanted } from '../../../src/core/config/network.ts';
import type { ForkConfig } from '../../../src/core/config/schema.ts';
import { config, fork, upstream } from './network.ts';

describe('what has to be read from GitHub', () => {
  it.each<[ForkConfig, string[], boolean]>([
    [{}, [], false],
    [{ branches: ['main'] }, [], false],
    [{ branches: ['release/*'] }, [], true],
    [{ branches: [{ from: 'Other:main' }, 'other:dev', { from: 'third:**', to: 'x/**' }] }, ['other', 'third'], true],
  ])('%j', (own, owners, branches) => {
    expect(wanted(config(own))).toEqual({ owners, branches });
  });
});

describe('what globs are matched against', () => {
  const other = { ...upstream, id: 3, owner: 'other' };
  it.each<[string, ForkConfig, number[]]>([
    ['nothing', {}, []],
    ['names', { branches: ['main', 'other:main'] }, []],
    ['upstream', { branches: ['main', 'a/*', 'b/*'] }, [2]],
    ['others, and the fork where it is followed', { branches: ['Other:*', 'octo:**', 'nobody:*', '*'] }, [3, 1, 2]],
  ])('%s', (_, own, ids) => {
    const others = new Map([
      ['other', other],
      ['nobody', null],
    ]);
    expect(listedRepositories({ config: config(own), fork, upstream, others }).map(({ id }) => id)).toEqual(ids);
  });

  it('nothing where there is no upstream', () => {
    expect(
      listedRepositories({ config: config({ branches: ['*'] }), fork, upstream: null, others: new Map() }),
    ).toEqual([]);
  });
});
