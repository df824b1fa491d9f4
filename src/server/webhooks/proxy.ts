/**
 * Deliveries for a web that GitHub cannot reach: it listens to a channel that GitHub sends them to, such as one of https://smee.io. Probot's
 * `smee-client` does the same, and brings a second HTTP client for what is a trial.
 */
import { z } from 'zod';
import type { Log } from '../../runtime/log.ts';
import { createLoop } from '../../runtime/loop.ts';

/** Milliseconds until a channel that ended is listened to again. */
const againAfter = 5_000;

/** A delivery as a channel tells it: headers and body side by side. What it tells besides is none. */
const Told = z.object({
  body: z.looseObject({}),
  'x-github-delivery': z.string(),
  'x-github-event': z.string(),
  'x-hub-signature-256': z.string(),
});

/** Hands on what comes by the channel at `source` to `target`, which checks signatures as ever, until it is stopped. */
export function startWebhookProxy({ source, target, log }: { source: string; target: string; log: Log }): {
  stop: () => Promise<void>;
} {
  const ending = new AbortController();
  const { signal } = ending;
  const handOn = async (data: string) => {
    const delivery = parsed(data);
    if (delivery === null) return;
    const { body, ...told } = delivery;
    const headers = { 'content-type': 'application/json', ...told };
    const { ok, status } = await fetch(target, { method: 'POST', headers, body: JSON.stringify(body), signal });
    if (!ok) log.warn({ requestId: told['x-github-delivery'], status }, 'A delivery of the webhook proxy was refused');
  };
  const work = async () => {
    try {
      await listen(source, signal, handOn);
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'The webhook proxy cannot be listened to, it is tried again');
    }
  };
  const loop = createLoop({ name: 'webhook proxy', every: againAfter, work, log });
  return {
    stop: async () => {
      ending.abort();
      await loop.stop();
    },
  };
}

/** Server-sent events, until there are no more. https://html.spec.whatwg.org/multipage/server-sent-events.html */
async function listen(source: string, signal: AbortSignal, onData: (data: string) => Promise<void>): Promise<void> {
  const { ok, status, body } = await fetch(source, { headers: { accept: 'text/event-stream' }, signal });
  if (!ok || body === null) throw new Error(`The webhook proxy answered ${status}`);
  let rest = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + chunk).split(/\r?\n\r?\n/);
    rest = events.pop() ?? '';
    for (const event of events) {
      const lines = event.split(/\r?\n/).filter((line) => line.startsWith('data:'));
      await onData(lines.map((line) => line.slice('data:'.length)).join('\n'));
    }
  }
}

function parsed(data: string): z.infer<typeof Told> | null {
  try {
    return Told.parse(JSON.parse(data));
  } catch {
    return null;
  }
}
