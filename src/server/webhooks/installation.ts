import { z } from 'zod';
import { askCurable, repositoriesOf } from '../../db/write/asks.ts';
import { meetInstallation, requestRefresh } from '../../db/write/installations.ts';
import type { Handler } from './handler.ts';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#installation */
const Payload = z.object({ action: z.string(), installation: z.object({ id: z.number() }) });

/** Of `installation`, `installation_repositories` and `installation_target`, in this order. */
const changing: ReadonlySet<string> = new Set([
  ...['created', 'deleted', 'suspend', 'unsuspend', 'new_permissions_accepted'],
  ...['added', 'removed'],
  'renamed',
]);

/**
 * Something about an installation, its repositories or its account changed: the refresh loop reads GitHub and makes the
 * tables equal. Links that wait for a person look again, since the tables may never have shown what is cured by this.
 */
export const installation: Handler = async (tx, delivery) => {
  const { action, installation } = Payload.parse(delivery.payload);
  if (!changing.has(action)) {
    return { asked: {}, refresh: await meetInstallation(tx, installation.id), config: false };
  }
  await requestRefresh(tx, [installation.id]);
  const forkIds = await repositoriesOf(tx, installation.id);
  const linkIds = await askCurable(tx, { forkIds, requestId: delivery.id });
  return { asked: { linkIds }, refresh: true, config: false };
};
