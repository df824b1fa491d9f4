import type { Job, LinkJob } from '../core/message.ts';
import type { Observation } from '../core/observation.ts';
import type { Plan } from '../core/plan.ts';
import type { Refusal } from '../core/refusal.ts';
import { toldTag } from '../core/told-tag.ts';
import type { Gateway } from '../github/gateway.ts';
import type { RebaseParts } from './perform-rebase.ts';

export interface PerformContext extends RebaseParts {
  gateway: Gateway;
  /** Where GitHub's pages are. */
  webUrl: string;
  /** Where people reach web, when the operator says so. */
  publicUrl: string | undefined;
  /** The clock all processes share. */
  now: () => Promise<Date>;
  /** Counts one pull request against the App's hourly limit; a refusal when it is used up. */
  mayOpenPull: () => Promise<Refusal | null>;
  /** Whether an operator stopped what a job is about. */
  braked: (job: LinkJob) => Promise<boolean>;
  /** Aborted when the worker hands back what it holds: nothing more is written. */
  giveUp: AbortSignal;
}

/** An operation that is decided and not done yet. */
export interface Decided {
  job: Job;
  plan: Plan;
  seen: Observation;
  context: PerformContext;
}

/** Both ends by the names GitHub showed: one that was renamed since the job was written is written to under its new name. */
export function endsOf({ job, seen }: Decided): Pick<Job, 'installationId' | 'fork' | 'upstream'> {
  return {
    installationId: job.installationId,
    fork: { ...job.fork, ...names(seen.fork) },
    upstream: { ...job.upstream, ...names(seen.upstream) },
  };
}

/** The two ends by the names that the message of a merge has. */
export function namesOf(given: Decided): Pick<Job, 'fork' | 'upstream'> {
  const { fork, upstream } = endsOf(given);
  return { fork, upstream: { ...upstream, branch: toldTag(given.plan, given.seen) ?? upstream.branch } };
}

/** The installation that may read upstream where the fork's may not. */
export function readerOf({ job, seen }: Decided): { installationId?: number } {
  const { upstreamInstallationId: installationId } = job;
  return seen.apart === null || installationId === null ? {} : { installationId };
}

function names(repository: { owner: string; name: string } | null): { owner: string; name: string } | object {
  return repository ? { owner: repository.owner, name: repository.name } : {};
}
