import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { circular, type Mover } from '../../../src/core/config/circle.ts';

/** `1:main < 2:main`: the first is moved to what the second has. */
const mover = (text: string): Mover => {
  const [to, from] = text.split(' < ').map((end) => {
    const [id, branch = ''] = end.split(':');
    return { repositoryId: Number(id), branch };
  });
  if (!to || !from) throw new Error(text);
  return { from, to };
};
const told = ({ from, to }: Mover) => `${to.repositoryId}:${to.branch} < ${from.repositoryId}:${from.branch}`;

describe('a circle', () => {
  it.each<[string, string[], string[], string[]]>([
    ['nothing', [], [], []],
    ['one after another', ['1:a < 2:a', '2:a < 3:a'], ['3:a < 4:a'], []],
    ['itself', ['1:a < 1:a'], [], ['1:a < 1:a']],
    ['two of one repository', ['1:a < 1:b', '1:b < 1:a'], [], ['1:a < 1:b', '1:b < 1:a']],
    ['two repositories', ['1:a < 2:a'], ['2:a < 1:a'], ['1:a < 2:a']],
    ['other branches of the same', ['1:a < 2:a'], ['2:a < 1:b'], []],
    ['three, and one that follows them', ['1:a < 2:a', '1:b < 2:a'], ['2:a < 3:a', '3:a < 1:a'], ['1:a < 2:a']],
    ['of others alone', ['1:a < 2:a'], ['2:a < 3:a', '3:a < 2:a'], []],
    ['that is no more, once this one is made', ['1:a < 2:a'], ['1:a < 3:a', '3:a < 1:a'], []],
  ])('%s', (_, movers, known, found) => {
    expect(circular(movers.map(mover), known.map(mover)).map(told)).toEqual(found);
  });
});

test('what is in none comes to rest: without those in a circle there is none left', () => {
  const end = fc.record({ repositoryId: fc.constantFrom(1, 2), branch: fc.constantFrom('a', 'b', 'c') });
  const some = fc.uniqueArray(fc.record({ from: end, to: end }), {
    selector: ({ to }) => `${to.repositoryId} ${to.branch}`,
    maxLength: 6,
  });
  fc.assert(
    fc.property(some, (movers) => {
      const bad = circular(movers, []);
      const rest = movers.filter((one) => !bad.includes(one));
      expect(circular(rest, [])).toEqual([]);
      // Each one that was found can be followed back to itself in at most as many steps as there are movers.
      for (const { from, to } of bad) {
        let at = [from];
        for (const _ of movers) {
          at = at.flatMap((here) => [
            here,
            ...movers
              .filter((one) => told({ from: one.to, to: one.to }) === told({ from: here, to: here }))
              .map((one) => one.from),
          ]);
          at = [...new Map(at.map((one) => [told({ from: one, to: one }), one])).values()];
        }
        expect(at).toContainEqual(to);
      }
    }),
  );
});
