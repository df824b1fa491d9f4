import { z } from 'zod';
import { askLinksOfBranch, recordPush } from '../../db/write/asks.ts';
import { meetInstallation } from '../../db/write/installations.ts';
import type { Handler } from './handler.ts';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#push */
const Payload = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  repository: z.object({ id: z.number() }),
  installation: z.object({ id: z.number() }).optional(),
});

const branchPrefix = 'refs/heads/';
/** GitHub's word for "no commit": a branch made or deleted. */
const nobody = /^0+$/;

/** A push to an upstream's branch is written once, on its ref; one to a linked fork branch asks that branch's links. */
export const push: Handler = async (tx, delivery) => {
  const payload = Payload.parse(delivery.payload);
  const refresh = payload.installation ? await meetInstallation(tx, payload.installation.id) : false;
  if (!payload.ref.startsWith(branchPrefix)) return { asked: {}, refresh };
  const branch = payload.ref.slice(branchPrefix.length);
  const repositoryId = payload.repository.id;
  const sha = (value: string) => (nobody.test(value) ? null : value);
  const refId = await recordPush(tx, {
    repositoryId,
    branch,
    before: sha(payload.before),
    after: sha(payload.after),
    delivery: delivery.id,
  });
  const linkIds = await askLinksOfBranch(tx, { forkId: repositoryId, branch, requestId: delivery.id });
  return { asked: { linkIds, refIds: refId === null ? [] : [refId] }, refresh };
};
