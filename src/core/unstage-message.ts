/** The message about what a link left in its fork that is off by now: the commits of its upstream, which is not on GitHub. */
import { z } from 'zod';
import { counter, moment, Repository, sha } from './message-parts.ts';

/** A reference that is to be removed. Nobody waits for it, and nothing comes back. */
export const UnstageJob = z.object({
  version: z.literal(1),
  kind: z.literal('unstage'),
  operationId: z.string().min(1),
  linkId: z.uuid(),
  /** How often the link had been asked when it was off: switching it on asks it once more. */
  requests: counter.default(0),
  requestId: z.string(),
  queuedAt: moment,
  expiresAt: moment,
  installationId: z.number().int(),
  fork: Repository.omit({ branch: true }).extend({ nodeId: z.string() }),
  upstream: Repository.pick({ id: true }),
  /** Commits that the link is known to have brought: while the reference is at another one, it alone tells that this came from upstream. */
  shas: z.array(sha).min(1),
});
export type UnstageJob = z.infer<typeof UnstageJob>;
