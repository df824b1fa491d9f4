import type { Action } from '../core/plan.ts';
import { passesByItself } from '../core/reason.ts';
import { type Outcome, plannedOutcome } from '../core/result.ts';
import { Braked, heedBrake } from './braked.ts';
import type { Decided } from './decided.ts';
import { moveRebased } from './move-rebased.ts';
import { closePull } from './perform-close.ts';
import { dressPull } from './perform-dress.ts';
import { placeHead, removeHead } from './perform-head.ts';
import { mergePull } from './perform-merge.ts';
import { type Again, moveBranch } from './perform-move.ts';
import { openPull } from './perform-open.ts';
import { rewritePull } from './perform-rewrite.ts';
import { createTags } from './perform-tags.ts';
import { unlabelPull } from './perform-unlabel.ts';

/** What GitHub will not have of these is told, and keeps nothing else from being done. */
const minor: ReadonlySet<Action['type']> = new Set(['rewrite-pull', 'remove-head', 'unlabel-pull']);

/** Does what was planned, in order, and stops at the first refusal, or where it has to be decided again. */
export async function perform(given: Decided): Promise<Outcome | Again> {
  let outcome = plannedOutcome(given.plan, given.seen);
  for (const action of given.plan.actions) {
    if (given.context.giveUp.aborted) return outcome;
    const acted = await unlessBraked(given, action, outcome);
    if (acted === null) return outcome;
    if ('again' in acted) return acted;
    const told = minor.has(action.type) && acted.reason === outcome.reason;
    // Nor does a merge that GitHub will not make.
    const unmerged = action.type === 'merge-pull' && !passesByItself(acted.reason);
    const refused = acted.detail !== null && (acted.detail !== outcome.detail || acted.reason !== outcome.reason);
    if (refused && !told && !unmerged) return acted;
    outcome = acted;
  }
  return outcome;
}

/** null: a brake keeps it from being done, and what was moved before it has to be told all the same. */
async function unlessBraked(given: Decided, action: Action, outcome: Outcome): Promise<Outcome | Again | null> {
  try {
    await heedBrake(given.job, given.context);
    return await act(given, action, outcome);
  } catch (error) {
    if (error instanceof Braked && outcome.moved) return null;
    throw error;
  }
}

function act(given: Decided, action: Action, outcome: Outcome): Promise<Outcome | Again> {
  switch (action.type) {
    case 'open-pull':
      return openPull(given, outcome);
    case 'dress-pull':
      return dressPull(given, { ...action, outcome });
    case 'rewrite-pull':
      return rewritePull(given, outcome, action.number);
    case 'create-tags':
      return createTags(given, action.tags, outcome);
    case 'unlabel-pull':
      return unlabelPull(given, { ...action, outcome });
    case 'place-head':
      return placeHead(given, action, outcome);
    case 'remove-head':
      return removeHead(given, action, outcome);
    case 'merge-pull':
      return mergePull(given, { ...action, outcome });
    case 'close-pull':
      return closePull(given, action, outcome);
    case 'create-branch':
    case 'forward':
    case 'merge':
    case 'replace':
      return moveBranch(given, action, outcome);
    case 'rebase':
      return moveRebased(given, action, outcome);
  }
}
