import { MINUTE } from '../core/duration.ts';
import { passesByItself, statusOf } from '../core/reason.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { type Tag, tagsAtOnce } from '../core/tags.ts';
import { type Decided, endsOf } from './decided.ts';

/** Milliseconds until the next of many tags are made. */
const pause = 5 * MINUTE;

/**
 * Makes tags in the fork, so many at once. One that is there by now stays as it is. Where GitHub cannot make them now, or there
 * are more, the next operation goes on; where it will not, that is what is told, unless the branch has something graver.
 */
export async function createTags(given: Decided, tags: readonly Tag[], outcome: Outcome): Promise<Outcome> {
  const { plan, seen, context } = given;
  const place = endsOf(given);
  for (const { name, sha } of tags.slice(0, tagsAtOnce)) {
    if (context.giveUp.aborted) return outcome;
    const made = await context.gateway.createRef({ ...place, ref: `refs/tags/${name}`, sha });
    if (!isRefusal(made)) continue;
    if (passesByItself(made.reason)) return { ...outcome, moreAt: await later(given, made) };
    const told = refusedOutcome({ ...made, detail: `tag ${name}: ${made.detail}` }, plan, seen);
    const graver = statusOf(outcome.reason) === 'error' || outcome.reason.startsWith('held-');
    return { ...outcome, ...(graver ? {} : { reason: told.reason, detail: told.detail }), tagsLeft: false };
  }
  if (tags.length > tagsAtOnce) return { ...outcome, moreAt: await later(given, null) };
  return { ...outcome, tagsLeft: false };
}

async function later({ context }: Decided, refusal: Refusal | null): Promise<string> {
  return refusal?.notBefore ?? new Date((await context.now()).getTime() + pause).toISOString();
}
