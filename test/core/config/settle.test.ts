import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Follow, settle } from '../../../src/core/config/settle.ts';
import { upstream } from './network.ts';

const positionOf = (path: string) => ({ line: Number(path.split('.')[1]) + 1, column: 1 });
const follow = (at: number, from: string, upstreamBranch: string, forkBranch: string): Follow => ({
  entry: {
    from: { owner: null, branch: from },
    to: '',
    create: false,
    strategy: 'pull-request',
    path: `branches.${at}`,
  },
  repository: upstream,
  upstreamBranch,
  forkBranch,
});
const settled = (follows: Follow[]) => {
  const { follows: kept, complaints } = settle(follows, positionOf);
  return {
    kept: kept.map((one) => `${one.forkBranch} < ${one.upstreamBranch}`),
    said: complaints.map(({ path, message }) => `${path}: ${message}`),
  };
};

it('keeps what does not clash, in order', () => {
  const all = [follow(0, 'b', 'b', 'b'), follow(1, '*', 'a', 'a'), follow(1, '*', 'c', 'c')];
  expect(settled(all)).toEqual({ kept: ['b < b', 'a < a', 'c < c'], said: [] });
});

it('lets an entry that names a branch come before globs, wherever it stands', () => {
  const named = follow(1, 'dev', 'dev', 'main');
  const glob = follow(0, '*', 'main', 'main');
  for (const all of [
    [glob, named],
    [named, glob],
  ])
    expect(settled(all)).toEqual({ kept: ['main < dev'], said: [] });
});

it('complains once of two entries, however many branches they share', () => {
  const all = ['x', 'y', 'z'].flatMap((name) => [follow(0, '*', name, name), follow(1, '**', name, name)]);
  expect(settled(all).said).toEqual([
    'branches.1: `branches.0` (line 1) and `branches.1` (line 2) both move `x`: remove one.',
  ]);
});

const anyFollow = fc
  .tuple(
    fc.nat(3),
    fc.constantFrom('a', 'b', '*', 'x*'),
    fc.constantFrom('a', 'b', 'c'),
    fc.constantFrom('a', 'b', 'c'),
  )
  .map(([at, from, upstreamBranch, forkBranch]) => follow(at, from, upstreamBranch, forkBranch));

it('never has two follow on one branch of the fork, loses none, and invents none', () => {
  fc.assert(
    fc.property(fc.array(anyFollow, { maxLength: 12 }), (follows) => {
      const { follows: kept } = settle(follows, positionOf);
      const branches = kept.map(({ forkBranch }) => forkBranch);
      expect(new Set(branches).size).toBe(branches.length);
      expect(new Set(branches)).toEqual(new Set(follows.map(({ forkBranch }) => forkBranch)));
      expect(kept.every((one) => follows.includes(one))).toBe(true);
    }),
  );
});
