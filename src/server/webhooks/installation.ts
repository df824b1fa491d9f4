import { z } from 'zod';
import { requestRefresh } from '../../db/write/installations.ts';
import type { Handler } from './handler.ts';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#installation */
const Payload = z.object({ installation: z.object({ id: z.number() }) });

/** Something about an installation, or a repository it covers, changed: the refresh loop reads GitHub and makes the tables equal. */
export const installation: Handler = async (tx, delivery) => {
  const payload = Payload.parse(delivery.payload);
  await requestRefresh(tx, [payload.installation.id]);
  return { asked: {}, refresh: true };
};
