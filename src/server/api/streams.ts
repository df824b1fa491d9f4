import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import type { Caller } from './caller.ts';

/** Milliseconds a stream stays open. */
const atMost = 10 * 60_000;
/** Streams of one caller. */
const openAtMost = 20;

const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // nginx would keep events back until it has a buffer full of them.
  'x-accel-buffering': 'no',
};

/** Answers with server-sent events that `run` writes until `signal` says to end. 429: the caller has 20 streams open. */
export type OpenStream = (
  c: Context,
  caller: Pick<Caller, 'id'>,
  run: (stream: SSEStreamingApi, signal: AbortSignal) => Promise<unknown>,
) => Response;

/** Streams end after ten minutes, when their reader goes, and when web stops. */
export function createStreams({ stopping }: Pick<ServerContext, 'stopping'>): OpenStream {
  const open = new Map<number, number>();
  const count = (callerId: number, by: number) => {
    const now = (open.get(callerId) ?? 0) + by;
    if (now > 0) open.set(callerId, now);
    else open.delete(callerId);
  };

  return (c, { id }, run) => {
    // Nobody reads what would be written.
    if (c.req.method === 'HEAD') return c.body(null, 200, headers);
    if ((open.get(id) ?? 0) >= openAtMost) {
      throw new Problem(429, `You have ${openAtMost} streams open: close one, or ask for the operation itself.`);
    }
    count(id, 1);
    const response = streamSSE(c, async (stream) => {
      const end = new AbortController();
      const stop = () => end.abort();
      stream.onAbort(stop);
      stopping.addEventListener('abort', stop);
      const timer = setTimeout(stop, atMost);
      if (stopping.aborted) stop();
      try {
        await run(stream, end.signal);
      } finally {
        clearTimeout(timer);
        stopping.removeEventListener('abort', stop);
        count(id, -1);
      }
    });
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  };
}

/** Waits for something to be written, but no longer than until `signal`: a client that does not read keeps a write waiting for ever. */
export async function unless(signal: AbortSignal, writing: Promise<unknown>): Promise<void> {
  if (signal.aborted) return;
  let stop = () => {};
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
  });
  signal.addEventListener('abort', stop, { once: true });
  await Promise.race([writing, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
