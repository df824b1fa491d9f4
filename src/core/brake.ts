/** What an operator stops, and which jobs that concerns. */
import { z } from 'zod';

export const brakeKinds = ['all', 'upstream', 'owner'] as const;
/** Everything, what follows one upstream repository, or the forks of one account. */
export type BrakeKind = (typeof brakeKinds)[number];

/** All that is stopped now, as workers know it. */
export const Brakes = z.object({
  all: z.boolean(),
  upstreamIds: z.array(z.number().int()),
  /** Of the accounts whose forks are left alone. */
  installationIds: z.array(z.number().int()),
});
export type Brakes = z.infer<typeof Brakes>;

/** Whether a job must write nothing. `upstream` is missing where none is followed: a commit's file is answered. */
export function stops(brakes: Brakes, job: { installationId: number; upstream?: { id: number } }): boolean {
  if (brakes.all || brakes.installationIds.includes(job.installationId)) return true;
  return job.upstream !== undefined && brakes.upstreamIds.includes(job.upstream.id);
}
