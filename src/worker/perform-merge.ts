import { type MergeMethod, unmerged } from '../core/merging.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { mergeMessage, mergeNote } from '../core/text/merge-message.ts';
import { type Decided, endsOf } from './decided.ts';

/**
 * Has GitHub merge a pull request of ours. Where it does not, the pull request stays open and is looked at again; where nobody knows what
 * became of it, that look tells.
 */
export async function mergePull(
  given: Decided,
  { number, headSha, method, outcome }: { number: number; headSha: string; method: MergeMethod; outcome: Outcome },
): Promise<Outcome> {
  const { plan, seen, context } = given;
  const ends = endsOf(given);
  const merged = await context.gateway.mergePull({
    ...ends,
    number,
    sha: headSha,
    method,
    title: mergeMessage(ends),
    message: mergeNote({ number, upstreamSha: plan.syncedSha ?? headSha }),
  });
  if (isRefusal(merged)) return refusedOutcome(merged, plan, seen);
  if (merged.merged) return outcome;
  const { why, detail } = merged;
  if (why === 'moved') return { ...outcome, reason: 'pull-open' };
  if (why === 'waits') return { ...outcome, reason: 'held-checks', detail };
  return { ...outcome, reason: 'branch-protected', detail, unmerged: { ...unmerged, method } };
}
