import { z } from 'zod';
import type { Handler } from './handler.ts';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#github_app_authorization */
const Payload = z.object({ action: z.string(), sender: z.object({ id: z.number() }) });

/** A person does not let the App act for them any more: their tokens are void, and their sessions end. */
export const authorization: Handler = async (_tx, delivery) => {
  const { action, sender } = Payload.parse(delivery.payload);
  return { asked: {}, refresh: false, config: false, ...(action === 'revoked' ? { signedOut: sender.id } : {}) };
};
