import { z } from 'zod';
import type { Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { AppClient } from './client.ts';

/** One attempt to deliver an event. https://docs.github.com/rest/apps/webhooks#list-deliveries-for-an-app-webhook */
const Attempt = z
  .object({
    id: z.number(),
    guid: z.string(),
    delivered_at: z.string(),
    status_code: z.number(),
    event: z.string(),
  })
  .transform(({ id, guid, delivered_at, status_code, event }) => ({
    id,
    guid,
    deliveredAt: delivered_at,
    /** GitHub shows 0 or a 5xx where nobody answered. */
    delivered: status_code >= 200 && status_code < 300,
    event,
  }));
export type DeliveryAttempt = z.infer<typeof Attempt>;

/** Pages of 100 that are read at most: a busy App in three days has more, and its newest matter most. */
const mostPages = 50;

/** Attempts since `since`, the newest first. GitHub keeps three days of them. */
export function listAttempts(client: AppClient, since: Date): Promise<DeliveryAttempt[] | Refusal> {
  return attempt({ client }, async () => {
    const found: DeliveryAttempt[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < mostPages; page += 1) {
      const parameters = { per_page: 100, ...(cursor === null ? {} : { cursor }) };
      const { data, headers } = await client.request('GET /app/hook/deliveries', parameters);
      const attempts = parseAnswer(z.array(Attempt), data);
      found.push(...attempts.filter((one) => new Date(one.deliveredAt) >= since));
      cursor = nextCursor(headers.link);
      const last = attempts.at(-1);
      if (cursor === null || last === undefined || new Date(last.deliveredAt) < since) break;
    }
    return found;
  });
}

/** Has GitHub send an event once more, with the GUID it had. https://docs.github.com/rest/apps/webhooks#redeliver-a-delivery-for-an-app-webhook */
export function redeliver(client: AppClient, attemptId: number): Promise<{ accepted: true } | Refusal> {
  return attempt({ client, write: true }, async () => {
    await client.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: attemptId });
    return { accepted: true as const };
  });
}

function nextCursor(link: string | undefined): string | null {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return next ? new URL(next).searchParams.get('cursor') : null;
}
