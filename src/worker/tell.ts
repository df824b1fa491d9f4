import type { LinkCheck } from '../core/link.ts';
import { type CheckStep, checkStep } from '../core/link-check.ts';
import type { LinkJob } from '../core/message.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { factsOf, type Outcome } from '../core/result.ts';
import { curedCheckText, linkCheckName, linkCheckText } from '../core/text/link-check.ts';
import type { Gateway } from '../github/gateway.ts';

interface TellContext {
  gateway: Pick<Gateway, 'findCheckRun' | 'createCheckRun' | 'changeCheckRun'>;
  webUrl: string;
  giveUp: AbortSignal;
}

interface Telling {
  job: LinkJob;
  outcome: Outcome;
  context: TellContext;
}

/** What is known of the link's check run afterwards, and what GitHub said when it refused. */
export interface Told {
  check: LinkCheck | null;
  refusal: Refusal | null;
}

/**
 * Tells on the fork's branch, by a check run, that a person is needed, and that nobody is any more: once for each change.
 * What GitHub refuses is left as it was known, so that the next operation tries again.
 */
export async function tell(given: Telling): Promise<Told> {
  const { job, outcome, context } = given;
  const fork = outcome.seen?.fork ?? null;
  const ours = fork?.id === job.fork.id ? fork : null;
  const step = checkStep({ check: job.check, reason: outcome.reason, fork: ours });
  if (step === null || ours === null || context.giveUp.aborted) return { check: job.check, refusal: null };
  const done = await take(step, given, { installationId: job.installationId, fork: ours });
  return done !== null && isRefusal(done) ? { check: job.check, refusal: done } : { check: done, refusal: null };
}

interface Place {
  installationId: number;
  fork: { owner: string; name: string };
}

async function take(step: CheckStep, given: Telling, place: Place): Promise<LinkCheck | null | Refusal> {
  const { job, outcome, context } = given;
  const facts = factsOf({ job, outcome, webUrl: context.webUrl, retryAt: outcome.notBefore });
  if (step.type === 'make') return make(step, given, place);
  const text =
    step.type === 'complete'
      ? { conclusion: 'success' as const, ...curedCheckText(outcome.reason, facts) }
      : { conclusion: 'action_required' as const, ...linkCheckText(step.reason, facts) };
  const changed = await context.gateway.changeCheckRun({ ...place, id: step.check.id, ...text });
  if (isRefusal(changed)) return changed;
  return step.type === 'complete' ? null : { ...step.check, reason: step.reason };
}

/** Looks first: a worker that died after making it did not live to tell. */
async function make(
  { sha, reason }: Extract<CheckStep, { type: 'make' }>,
  { job, outcome, context }: Telling,
  place: Place,
): Promise<LinkCheck | null | Refusal> {
  const order = { ...place, headSha: sha, name: linkCheckName, externalId: job.linkId };
  const found = await context.gateway.findCheckRun(order);
  if (found !== null && isRefusal(found)) return found;
  if (context.giveUp.aborted) return job.check;
  const facts = factsOf({ job, outcome, webUrl: context.webUrl, retryAt: null });
  const text = { conclusion: 'action_required' as const, ...linkCheckText(reason, facts) };
  const run = found
    ? await context.gateway.changeCheckRun({ ...place, id: found.id, ...text })
    : await context.gateway.createCheckRun({ ...order, ...text, annotations: [] });
  return isRefusal(run) ? run : { id: run.id, sha, reason };
}
