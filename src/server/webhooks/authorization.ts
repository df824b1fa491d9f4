import { z } from 'zod';
import { forgetPerson } from '../../db/write/acts.ts';
import type { Handler } from './handler.ts';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#github_app_authorization */
const Payload = z.object({ action: z.string(), sender: z.object({ id: z.number() }) });

/** A person does not let the App act for them any more: their tokens are void, their sessions end, and what they did is nobody's. */
export const authorization: Handler = async (tx, delivery) => {
  const { action, sender } = Payload.parse(delivery.payload);
  const nothing = { asked: {}, refresh: false, config: false };
  if (action !== 'revoked') return nothing;
  await forgetPerson(tx, sender.id);
  return { ...nothing, signedOut: sender.id };
};
