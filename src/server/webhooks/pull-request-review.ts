import { z } from 'zod';
import { askMerging } from '../../db/write/ask-merging.ts';
import type { Handler } from './handler.ts';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request_review */
const Payload = z.object({
  pull_request: z.object({ number: z.number(), base: z.object({ repo: z.object({ id: z.number() }) }) }),
});

/** Somebody approved a pull request, or asked for changes, or what was said is dismissed: one that waits for that is looked at. */
export const pullRequestReview: Handler = async (tx, delivery) => {
  const { number, base } = Payload.parse(delivery.payload).pull_request;
  const linkIds = await askMerging(tx, { forkId: base.repo.id, number, requestId: delivery.id });
  return { asked: { linkIds }, refresh: false, config: false };
};
