import type { Job } from '../core/message.ts';
import type { Observation } from '../core/observation.ts';
import { type Plan, planSync } from '../core/plan.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { type PerformContext, perform } from './perform.ts';
import type { Rests } from './rests.ts';

export type SyncContext = PerformContext & { dryRun: boolean; rests: Rests };

/** One operation, unless GitHub limits its installation. Refusals of GitHub are outcomes; bugs throw. */
export async function sync(job: Job, context: SyncContext): Promise<Outcome> {
  const limited = await context.rests.refusal(job.installationId);
  if (limited) return refusedOutcome(limited, null, null);
  const outcome = await readDecideDo(job, context);
  await context.rests.note(job.installationId, outcome);
  return outcome;
}

/** Reads everything, decides, does. */
async function readDecideDo(job: Job, context: SyncContext): Promise<Outcome> {
  const seen = await context.gateway.observe(job);
  if (isRefusal(seen)) return refusedOutcome(seen, null, null);
  const plan = planSync(job, seen);
  if (plan.actions.length === 0) return planned(plan, seen);
  if (context.dryRun) return { ...planned(plan, seen), reason: 'planned' };
  return perform({ job, plan, seen, context });
}

function planned(plan: Plan, seen: Observation): Outcome {
  return { reason: plan.reason, plan, seen, pull: plan.pull, detail: null, notBefore: null };
}
