import type { Job, LinkJob } from '../core/message.ts';
import type { Observation } from '../core/observation.ts';
import { planSync, type Tried } from '../core/plan.ts';
import { nothing } from '../core/plan-types.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Outcome, plannedOutcome, refusedOutcome } from '../core/result.ts';
import type { Rests } from '../redis/rests.ts';
import type { Log } from '../runtime/log.ts';
import type { Decided, PerformContext } from './decided.ts';
import { heed } from './heed.ts';
import { perform } from './perform.ts';
import { type Again, arrived } from './perform-move.ts';
import { createTags } from './perform-tags.ts';
import { lacksHead, type ReadContext, readEnds } from './read-ends.ts';
import { tell } from './tell.ts';
import { undo } from './undo.ts';

export type SyncContext = PerformContext &
  ReadContext & {
    rests: Rests;
    log: Log;
  };

/** One operation, unless GitHub limits its installation. Refusals of GitHub are outcomes; bugs throw. */
export async function sync(job: LinkJob, context: SyncContext): Promise<Outcome> {
  const limited = await context.rests.refusal(job.installationId);
  if (limited) return refusedOutcome(limited, null, null);
  const outcome = job.kind === 'undo' ? await undo(job, context) : await heedReadDecideDo(job, context);
  await context.rests.note(job.installationId, outcome);
  if (context.dryRun || (await context.braked(job))) return outcome;
  const { check, refusal } = await tell({ job, outcome, context });
  if (refusal) {
    const { linkId, operationId, requestId } = job;
    const { reason, detail } = refusal;
    context.log.info({ linkId, operationId, requestId, reason, detail }, 'GitHub refused the check run of a link');
    await context.rests.note(job.installationId, refusal);
  }
  return { ...outcome, check };
}

async function heedReadDecideDo(job: Job, context: SyncContext): Promise<Outcome> {
  const heeded = await heed(job, context.gateway);
  return isRefusal(heeded) ? refusedOutcome(heeded, null, null) : readDecideDo(heeded, context);
}

/** How often an operation reads and decides again because its move did not come about as it was decided. */
const rereads = 2;

/** Reads everything, decides, does; and again where the branch did not stay where it was read, or nobody knows. */
async function readDecideDo(job: Job, context: SyncContext, tried: Again[] = []): Promise<Outcome> {
  const ends = await readEnds(job, context);
  if (isRefusal(ends)) return refusedOutcome(ends, null, null);
  const { seen, unstaged } = ends;
  if (unstaged !== null) return refusedOutcome(unstaged, null, seen);
  if (context.dryRun && lacksHead(job, seen))
    return plannedOutcome(nothing('planned', seen.upstream?.branchSha ?? null), seen);
  await noteTags(job, seen, context);
  const plan = planSync(job, seen, await context.now());
  const last = tried.at(-1);
  const done = last ? arrived(last, plan, { job, seen }) : null;
  if (done) return tagsAfter({ job, plan, seen, context }, done);
  const did = await decideDo({ job, plan, seen, context });
  if (!('again' in did)) return did;
  return tried.length < rereads ? readDecideDo(job, context, [...tried, did]) : did.outcome;
}

/** A move that is known to have come about late is followed by what would have followed it. */
async function tagsAfter(given: Decided, done: Outcome): Promise<Outcome> {
  const create = given.plan.actions.find((action) => action.type === 'create-tags');
  return create ? createTags(given, create.tags, done) : done;
}

/** Tags that GitHub would not list keep nothing else from being done; a limit holds for the next all the same. */
async function noteTags(job: Job, { tags }: Observation, { rests, log }: SyncContext): Promise<void> {
  if (tags === null || !isRefusal(tags.missing)) return;
  const { linkId, operationId, requestId } = job;
  const { reason, detail } = tags.missing;
  log.info({ linkId, operationId, requestId, reason, detail }, 'GitHub refused to list the tags of a link');
  await rests.note(job.installationId, tags.missing);
}

/** A move that cannot be made is decided again on the same heads. */
async function decideDo(
  given: Decided & { context: SyncContext; tried?: Tried | null; stuck?: boolean },
): Promise<Outcome | Again> {
  const { job, plan, seen, context } = given;
  if (plan.actions.length === 0) return plannedOutcome(plan, seen);
  if (context.dryRun) return { ...plannedOutcome(plan, seen), reason: 'planned' };
  const did = await perform(given);
  if (!('again' in did) || did.again === 'overtaken' || did.again === 'unclear') return did;
  const { tried = null, stuck = false } = given;
  const next = did.again === 'stuck' ? { tried, stuck: true } : { tried: did.again, stuck };
  const now = await context.now();
  return decideDo({ ...given, ...next, plan: planSync(job, seen, now, next.tried, next.stuck) });
}
