/** Plans for whatever GitHub may show, and what is in them. */
import fc from 'fast-check';
import type { Observation } from '../../src/core/observation.ts';
import { type Known, type Plan, planSync } from '../../src/core/plan.ts';
import { facts, observations } from './anything.ts';
import { isMove } from './branches.ts';
import { now } from './observed.ts';

export const opens = (plan: Plan) => plan.actions.some((action) => action.type === 'open-pull');
export const dresses = (plan: Plan) => plan.actions.filter((action) => action.type === 'dress-pull');
export const rewrites = (plan: Plan) => plan.actions.filter((action) => action.type === 'rewrite-pull');
export const undresses = (plan: Plan) => plan.actions.filter((action) => action.type === 'unlabel-pull');
export const closes = (plan: Plan) => plan.actions.filter((action) => action.type === 'close-pull');
export const places = (plan: Plan) => plan.actions.filter((action) => action.type === 'place-head');
export const removes = (plan: Plan) => plan.actions.filter((action) => action.type === 'remove-head');
export const merges = (plan: Plan) => plan.actions.filter((action) => action.type === 'merge-pull');
export const moves = (plan: Plan) => plan.actions.filter(isMove);
export const creates = (plan: Plan) => plan.actions.filter((action) => action.type === 'create-branch');

/** Fails when the rule does for any plan. */
export function always(rule: (plan: Plan, facts: Known, seen: Observation) => void): void {
  fc.assert(
    fc.property(facts, observations, (given, seen) => {
      rule(planSync(given, seen, now), given, seen);
    }),
    { numRuns: 3_000 },
  );
}
