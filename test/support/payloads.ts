import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

const examples: { name: string; examples: Record<string, unknown>[] }[] = createRequire(import.meta.url)(
  '@octokit/webhooks-examples',
);

/** GitHub's own payloads of an event. */
export function payloads<T = Record<string, unknown>>(event: string): T[] {
  const found = examples.find(({ name }) => name === event)?.examples ?? [];
  if (found.length === 0) throw new Error(`There is no example of ${event}`);
  return structuredClone(found) as T[];
}

export type Json = Record<string, unknown>;

/** As GitHub documents it; its collection has none. https://docs.github.com/webhooks/webhook-events-and-payloads#installation_target */
const accountRenamed: Json = {
  action: 'renamed',
  account: { login: 'Hacktocat', id: 24_714_240, node_id: 'MDQ6VXNlcjI0NzE0MjQw', type: 'User', site_admin: false },
  changes: { login: { from: 'Octocat' } },
  installation: { id: 2, node_id: 'MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9uMg==' },
  target_type: 'User',
  sender: { login: 'Hacktocat', id: 24_714_240, node_id: 'MDQ6VXNlcjI0NzE0MjQw', type: 'User', site_admin: false },
};

/** Every payload there is of an event. */
export const examplesOf = (event: string): Json[] =>
  event === 'installation_target' ? [structuredClone(accountRenamed)] : payloads<Json>(event);

/** GitHub's own payload of an event that `changed` makes fit a test. */
export function payload<T = Record<string, unknown>>(event: string, fits: (example: T) => boolean = () => true): T {
  const found = payloads<T>(event).find(fits);
  if (!found) throw new Error(`No example of ${event} fits`);
  return found;
}

export interface PushPayload {
  ref: string;
  before: string;
  after: string;
  repository: { id: number };
  installation?: { id: number };
}

export const aPush = (changed: Partial<PushPayload> = {}): PushPayload => ({
  ...payload<PushPayload>('push', ({ ref }) => ref === 'refs/heads/master'),
  ...changed,
});

/** The headers of a delivery of this body, signed as GitHub signs it. */
export function signed(given: { event: string; guid: string; body: string; secret: string }): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-github-event': given.event,
    'x-github-delivery': given.guid,
    'x-hub-signature-256': `sha256=${createHmac('sha256', given.secret).update(given.body).digest('hex')}`,
  };
}
