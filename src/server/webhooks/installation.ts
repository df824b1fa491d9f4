import { z } from 'zod';
import { askCurable, repositoriesOf } from '../../db/write/asks.ts';
import { requestRefresh } from '../../db/write/installations.ts';
import type { Handler } from './handler.ts';

/**
 * https://docs.github.com/webhooks/webhook-events-and-payloads#installation and the two that are like it:
 * `installation_repositories`, and `repository` with the one that changed.
 */
const Payload = z.object({
  installation: z.object({ id: z.number() }),
  repository: z.object({ id: z.number() }).optional(),
});

/**
 * Something about an installation, or a repository it covers, changed: the refresh loop reads GitHub and makes the tables
 * equal. Links that wait for a person look again, since the tables may never have shown what is cured by this.
 */
export const installation: Handler = async (tx, delivery) => {
  const { installation, repository } = Payload.parse(delivery.payload);
  await requestRefresh(tx, [installation.id]);
  const forkIds = repository ? [repository.id] : await repositoriesOf(tx, installation.id);
  const linkIds = await askCurable(tx, { forkIds, requestId: delivery.id });
  return { asked: { linkIds }, refresh: true, config: false };
};
