import { z } from 'zod';
import { askLinksOfFork } from '../../db/write/asks.ts';
import { meetInstallation, requestRefresh } from '../../db/write/installations.ts';
import type { Handler } from './handler.ts';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#repository */
const Payload = z.object({
  action: z.string(),
  repository: z.object({ id: z.number() }),
  /** Of an edit: what it was before. */
  changes: z.object({ default_branch: z.object({}).optional() }).nullish(),
  installation: z.object({ id: z.number() }).optional(),
});

const changing: ReadonlySet<string> = new Set([
  'created',
  'renamed',
  'transferred',
  'archived',
  'unarchived',
  'deleted',
  'privatized',
  'publicized',
]);

/**
 * A repository changed in something that links depend on: its installation is refreshed, and the links that move its
 * branches look at GitHub again. Of a transfer GitHub tells only the new owner's installation.
 */
export const repository: Handler = async (tx, delivery) => {
  const { action, installation, repository, changes } = Payload.parse(delivery.payload);
  const met = installation ? await meetInstallation(tx, installation.id) : false;
  const changed = changing.has(action) || (action === 'edited' && changes?.default_branch !== undefined);
  if (!changed) return { asked: {}, refresh: met, config: false };
  if (installation) await requestRefresh(tx, [installation.id]);
  const linkIds = await askLinksOfFork(tx, { forkId: repository.id, requestId: delivery.id });
  return { asked: { linkIds }, refresh: installation !== undefined, config: false };
};
