import type { Job } from '../core/message.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Gateway } from '../github/gateway.ts';

/** The job as a checkbox that was ticked makes it: a person's, when GitHub says that whoever ticked it may push to the fork. */
export async function heed(job: Job, gateway: Pick<Gateway, 'mayPush'>): Promise<Job | Refusal> {
  const { ticked, installationId, fork } = job;
  if (ticked === null) return job;
  const may = await gateway.mayPush({ installationId, fork, person: ticked.by });
  if (typeof may !== 'boolean') return may;
  return may ? { ...job, trigger: 'manual' } : { ...job, ticked: null };
}
