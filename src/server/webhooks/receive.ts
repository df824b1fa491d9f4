import type { OpenAPIHono } from '@hono/zod-openapi';
import { Webhooks } from '@octokit/webhooks';
import { limitBody } from '../body-limit.ts';
import { Problem } from '../problem.ts';
import type { Delivery } from './handler.ts';

/** GitHub delivers nothing larger. https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
const maxBytes = 25 * 1024 * 1024;

/**
 * The route GitHub delivers to. Probot's own middleware answers 202 after 9 s while a handler goes on, takes bodies of any
 * size and knows one secret; this one answers only what was written down, up to 25 MB, with the previous secret as well.
 */
export function webhookRoute(
  app: OpenAPIHono,
  given: {
    path: string;
    secret: string;
    previousSecret: string | undefined;
    receive: (delivery: Delivery) => Promise<void>;
  },
): void {
  const secrets = [given.secret, given.previousSecret].filter((secret) => secret !== undefined);
  const known = secrets.map((secret) => new Webhooks({ secret }));
  const verified = async (body: string, signature: string) => {
    const answers = await Promise.all(known.map((webhooks) => webhooks.verify(body, signature).catch(() => false)));
    return answers.includes(true);
  };
  const limit = limitBody(maxBytes, 'A delivery has at most 25 MB.');
  app.post(given.path, limit, async (context) => {
    const header = (name: string) => context.req.header(name) ?? missing(name);
    const id = header('x-github-delivery');
    const event = header('x-github-event');
    const signature = header('x-hub-signature-256');
    if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) {
      throw new Problem(415, 'Deliveries are application/json: set the content type of the webhook to it.');
    }
    const body = await context.req.text();
    if (!(await verified(body, signature))) {
      throw new Problem(
        401,
        'The signature does not match: check that WEBHOOK_SECRET is the webhook secret of the GitHub App.',
      );
    }
    await given.receive({ id, event, payload: parse(body) });
    return context.json({ ok: true });
  });
}

function missing(name: string): never {
  throw new Problem(400, `The header ${name} is missing: this address is for deliveries of GitHub.`);
}

function parse(body: string): object {
  const payload = parsed(body);
  if (typeof payload !== 'object' || payload === null) throw new Problem(400, 'The body is not a JSON object.');
  return payload;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Problem(400, 'The body is not JSON.');
  }
}
