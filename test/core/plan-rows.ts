import { expect, it } from 'vitest';
import type { Observation } from '../../src/core/observation.ts';
import { type Action, type Known, type Plan, planSync } from '../../src/core/plan.ts';
import { head, known, now, seen } from './observed.ts';

type Expected = Partial<Omit<Plan, 'actions'>> & { actions?: readonly Action[] };

/** One case: what differs from a fork that lacks three commits, and what differs in its plan. */
export interface Row {
  when: string;
  seen?: Partial<Observation>;
  known?: Partial<Known>;
  plan: Expected & Pick<Plan, 'reason'>;
}

export const open = { type: 'open-pull' } as const;
/** What most plans have in common once both branches were compared. */
export const compared = {
  actions: [],
  decidedOn: head,
  missing: 3,
  own: 0,
  pull: null,
  heldSince: null,
  syncedSha: null,
  notBefore: null,
  moreAt: null,
  instead: null,
  offer: null,
  stuck: false,
  files: [],
  rewritten: false,
  holder: null,
  unmerged: null,
  detail: null,
};
/** What all plans have in common that never got to compare. */
export const blind = {
  actions: [],
  missing: null,
  own: null,
  pull: null,
  heldSince: null,
  syncedSha: null,
  notBefore: null,
  moreAt: null,
  instead: null,
  offer: null,
  stuck: false,
  files: [],
  rewritten: false,
  holder: null,
  unmerged: null,
  detail: null,
};

/** A test for each row: the whole plan, so that nothing is done or claimed besides. */
export function check(rows: Row[], common: Expected): void {
  it.each(rows)('$when: $plan.reason', ({ seen: given, known: facts, plan }) => {
    expect(planSync(known(facts), seen(given), now)).toEqual({ ...common, ...plan });
  });
}
