import { isRefusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { type Decided, endsOf } from './decided.ts';
import { isWaitedFor } from './perform-dress.ts';

/** Takes labels off a pull request of ours. What GitHub refuses of that stays on it and is told. */
export async function unlabelPull(
  decided: Decided,
  { number, labels, outcome }: { number: number; labels: string[]; outcome: Outcome },
): Promise<Outcome> {
  const { job, plan, seen, context } = decided;
  const said = new Set<string>();
  for (const label of labels) {
    if (context.giveUp.aborted) break;
    const done = await context.gateway.removeLabel({ ...endsOf(decided), number, label });
    if (!isRefusal(done)) continue;
    if (isWaitedFor(done, job)) return refusedOutcome(done, plan, seen);
    said.add(done.detail);
  }
  return said.size === 0 ? outcome : { ...outcome, detail: [...said].join('; ') };
}
