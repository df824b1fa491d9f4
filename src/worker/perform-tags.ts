import { DAY, MINUTE } from '../core/duration.ts';
import { passesByItself, statusOf } from '../core/reason.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { type Tag, tagsAtOnce } from '../core/tags.ts';
import { heedBrake } from './braked.ts';
import { type Decided, endsOf } from './decided.ts';

/** Milliseconds until the next of many tags are made. */
const pause = 5 * MINUTE;

/** What came of making tags. */
interface Tried {
  /** How many are there now. */
  made: number;
  /** The first that GitHub will not have, in its words. */
  refused: Refusal | null;
  /** Why it ended early, where GitHub can make none now. */
  ended: Refusal | null;
}

/**
 * Makes tags in the fork, so many at once. One that is there by now stays as it is. Where GitHub cannot make them now, or there
 * are more, a later operation goes on; one that it will not have keeps no other away, and is told in the end, unless the branch has
 * something graver.
 */
export async function createTags(given: Decided, tags: readonly Tag[], outcome: Outcome): Promise<Outcome> {
  const { plan, seen, context } = given;
  const { made, refused, ended } = await tryEach(given, tags.slice(0, tagsAtOnce));
  if (context.giveUp.aborted) return outcome;
  if (made === tags.length) return { ...outcome, tagsMade: true };
  const alone = outcome.reason === plan.reason && plan.actions.length === 1;
  // Without anything that was done the reason would tell of tags that are not there, and nothing would slow down the next try.
  if (ended && made === 0 && alone) return refusedOutcome(ended, plan, seen);
  const more = ended !== null || (made > 0 && tags.length > tagsAtOnce);
  if (more) return { ...outcome, moreAt: ended?.notBefore ?? (await after(given, pause)) };
  const graver = statusOf(outcome.reason) === 'error' || outcome.reason.startsWith('held-');
  const told = refused === null || graver ? {} : { reason: refused.reason, detail: refused.detail };
  return { ...outcome, ...told, moreAt: await after(given, DAY) };
}

/** Goes on after what GitHub will not have, and ends where it limits or is away. */
async function tryEach(given: Decided, tags: readonly Tag[]): Promise<Tried> {
  const place = endsOf(given);
  const tried: Tried = { made: 0, refused: null, ended: null };
  for (const { name, sha } of tags) {
    if (given.context.giveUp.aborted) break;
    await heedBrake(given.job, given.context);
    const made = await given.context.gateway.createRef({ ...place, ref: `refs/tags/${name}`, sha });
    if (!isRefusal(made)) tried.made += 1;
    else if (passesByItself(made.reason)) return { ...tried, ended: made };
    else tried.refused ??= { ...made, detail: `tag ${name}: ${made.detail}` };
  }
  return tried;
}

/** So many milliseconds from now, ISO 8601. */
async function after({ context }: Decided, wait: number): Promise<string> {
  return new Date((await context.now()).getTime() + wait).toISOString();
}
