/** Every reason of the contract is reached by a test of the whole system: `test/e2e/reasons.ts` says by which. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSync } from '../src/core/plan.ts';
import { type Reason, reasons } from '../src/core/reason.ts';
import { facts, observations } from './core/anything.ts';
import { now } from './core/observed.ts';
import { type NotYet, type Reached, reached } from './e2e/reasons.ts';
import { assertsReason, testNamed } from './support/named-tests.ts';
import { sources, textOf } from './support/sources.ts';

const byTests = reasons.flatMap((reason): (Reached & { reason: Reason })[] => {
  const by = reached[reason];
  return 'file' in by ? [{ reason, ...by }] : [];
});
const notYet = reasons.flatMap((reason): (NotYet & { reason: Reason })[] => {
  const by = reached[reason];
  return 'notYet' in by ? [{ reason, ...by }] : [];
});

describe('the reader of tests', () => {
  const file = `
  it('one', async () => {
    await here.until({ reason: 'merged' });
    const rebased = 'rebased'; // expect('undone')
    expect(
      await here.reasons(),
    ).toContain('mirrored');
  });

  it.for([
    { name: 'conflict' },
  ] as const)(
    'two %s',
    async () => {
      await here.push('failed');
    },
  );

  it.skip('three', async () => {
    expect(reason).toBe('failed');
  });
`;

  it('finds a test with its table, and nothing of the others', () => {
    expect(testNamed(file, 'one')).toContain('until');
    expect(testNamed(file, 'one')).not.toContain('two');
    expect(testNamed(file, 'two %s')).toContain('{ name:');
    expect(testNamed(file, 'two %s')).not.toContain('three');
    expect(testNamed(file, 'three')).toBeNull();
    expect(testNamed(file, 'four')).toBeNull();
  });

  it('tells what is asserted from what only stands there', () => {
    const asserted = (reason: Reason) => assertsReason(testNamed(file, 'one') ?? '', reason);
    expect(reasons.filter(asserted)).toEqual(['merged', 'mirrored']);
    expect(reasons.filter((reason) => assertsReason(testNamed(file, 'two %s') ?? '', reason))).toEqual([]);
  });
});

describe('a reason', () => {
  it.each(byTests)('$reason is asserted by the test that is named for it', ({ reason, file, test }) => {
    const found = testNamed(textOf(`test/${file}`), test);
    expect(found, `test/${file} has one test called "${test}" that is not skipped`).not.toBeNull();
    expect(assertsReason(found ?? '', reason), `"${test}" waits for or expects '${reason}'`).toBe(true);
  });

  // What makes a reason of GitHub's words or of what an operation did names it; texts have a sentence for each.
  it.each(notYet)('$reason is not reached, and nothing names it that could', ({ reason, elsewhere = [] }) => {
    const words = sources('src').filter(({ path }) => path !== 'core/reason.ts' && !path.startsWith('core/text/'));
    const naming = words.filter(({ code }) => code.includes(`'${reason}'`)).map(({ path }) => path);
    expect(naming.filter((path) => !elsewhere.includes(path))).toEqual([]);
    expect(elsewhere.filter((path) => !naming.includes(path))).toEqual([]);
  });

  it('that is not reached is none that the planner comes to, whatever GitHub shows', () => {
    const unreached = new Set(notYet.map(({ reason }) => reason));
    fc.assert(
      fc.property(facts, observations, (known, seen) => !unreached.has(planSync(known, seen, now).reason)),
      { numRuns: 3_000 },
    );
  });
});
