/** Any pull requests that the planner may be shown, and what anything else is made of. */
import fc from 'fast-check';
import type { MergeState } from '../../src/core/merging.ts';
import type { ObservedPull } from '../../src/core/observation.ts';
import { emptyBox } from '../../src/core/text/pull-boxes.ts';
import { section } from '../../src/core/text/pull-section.ts';
import { boxes } from '../../src/core/ticked.ts';
import { afterRelease, before, beforeRelease, elsewhere, fork, head, pull, released } from './observed.ts';

export const shas = fc.constantFrom(head, before, elsewhere);
export const moments = fc.constantFrom(beforeRelease, released, afterRelease);
export const few = fc.integer({ min: 0, max: 2 });

export const usually = <T>(value: T, ...others: T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

export const fate = fc.oneof(
  fc.constant({ state: 'open' as const, closedBy: null, closedAt: null }),
  fc.record({ state: fc.constant('merged' as const), closedBy: fc.constant(null), closedAt: moments }),
  fc.record({
    state: fc.constant('closed' as const),
    closedBy: fc.constantFrom('us' as const, 'person' as const, 'nobody' as const),
    closedAt: fc.option(moments),
  }),
);
/** A body of ours for some heads, with boxes that are ticked or not, for none as it is not whole, somebody's own, or one that was not read. */
const bodies = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(fork().branchSha ?? '', elsewhere),
      shas,
      fc.boolean(),
      fc.subarray([...boxes]),
      fc.subarray([...boxes]),
    )
    .map(([ours, theirs, conflicting, there, ticked]) =>
      section(there.map((box) => emptyBox(box, box).replace('[ ]', ticked.includes(box) ? '[x]' : '[ ]')).join('\n'), {
        fork: ours,
        upstream: theirs,
        conflicting,
      }),
    ),
  fc.constantFrom(section('Text', null), 'Mine', null),
);
export const pulls: fc.Arbitrary<ObservedPull[]> = fc
  .array(
    fc.record({
      ours: fc.boolean(),
      head: usually<'upstream' | 'fork'>('upstream', 'fork'),
      conflicting: fc.constantFrom(true, false, null),
      mergeState: usually<MergeState>('clean', 'unstable', 'blocked', 'behind', 'dirty', 'unknown'),
      draft: usually(false, true),
      review: usually<ObservedPull['review']>(null, 'changes', 'required'),
      headSha: shas,
      labels: fc.subarray(['upstream', 'bug', 'Conflict']),
      fate,
      body: bodies,
    }),
    {
      maxLength: 4,
    },
  )
  .map((list) => list.map(({ fate: end, ...one }, at) => pull({ number: list.length - at, ...one, ...end })));
