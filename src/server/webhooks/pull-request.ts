import { z } from 'zod';
import { askLinksOfBranch } from '../../db/write/asks.ts';
import { meetInstallation } from '../../db/write/installations.ts';
import type { Handler } from './handler.ts';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request */
const Payload = z.object({
  action: z.string(),
  pull_request: z.object({ base: z.object({ ref: z.string(), repo: z.object({ id: z.number() }) }) }),
  installation: z.object({ id: z.number() }).optional(),
});

const telling = new Set(['closed', 'reopened']);

/** A pull request of a linked branch was closed, merged or reopened: its links look at GitHub again. */
export const pullRequest: Handler = async (tx, delivery) => {
  const payload = Payload.parse(delivery.payload);
  const refresh = payload.installation ? await meetInstallation(tx, payload.installation.id) : false;
  if (!telling.has(payload.action)) return { asked: {}, refresh };
  const { base } = payload.pull_request;
  const linkIds = await askLinksOfBranch(tx, { forkId: base.repo.id, branch: base.ref, requestId: delivery.id });
  return { asked: { linkIds }, refresh };
};
