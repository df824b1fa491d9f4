import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { ServerContext } from '../context.ts';
import { Problem, problemBody } from '../problem.ts';
import type { FindCaller } from './caller.ts';
import { operationEvents } from './events-route.ts';
import { Forgotten, follow, type Sink, told } from './events-told.ts';
import { factsOf, redisAway, remembered, visibleOperation } from './operations.ts';

/** Milliseconds. Each open stream costs Redis two small reads a second. */
const pause = 500;
const silence = 15_000;
const atMost = 10 * 60_000;
/** Streams of one caller. */
const openAtMost = 20;

export function eventRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  const { operations, stopping, log } = context;
  const open = new Map<number, number>();
  const count = (callerId: number, by: number) => {
    const now = (open.get(callerId) ?? 0) + by;
    if (now > 0) open.set(callerId, now);
    else open.delete(callerId);
  };

  app.openapi(operationEvents, async (c) => {
    const caller = await findCaller(c);
    const { id } = await visibleOperation(context, caller, c.req.valid('param').id);
    const facts = () => factsOf(id, operations);
    const known = told(id, await remembered(facts));
    const after = received(c.req.valid('header')['last-event-id'], known.length);
    if (after === known.length && known.at(-1)?.event === 'finished') return c.body(null, 204);
    if ((open.get(caller.id) ?? 0) >= openAtMost) {
      throw new Problem(429, `You have ${openAtMost} streams open: close one, or ask for the operation itself.`);
    }
    count(caller.id, 1);
    return streamed(c, async (stream) => {
      const end = new AbortController();
      const stop = () => end.abort();
      stream.onAbort(stop);
      stopping.addEventListener('abort', stop);
      const timer = setTimeout(stop, atMost);
      if (stopping.aborted) stop();
      try {
        await follow({ id, after, facts, sink: sinkOf(stream), signal: end.signal, pause, silence });
      } catch (error) {
        if (!(error instanceof Forgotten)) log.warn({ err: error, operationId: id }, 'A stream of events was cut off');
        await stream.writeSSE({ event: 'error', data: JSON.stringify(problemBody(problemOf(error))) });
      } finally {
        clearTimeout(timer);
        stopping.removeEventListener('abort', stop);
        count(caller.id, -1);
      }
    });
  });
}

/** How many events were received before; all are told again when that cannot be. */
function received(lastEventId: string | undefined, known: number): number {
  const last = /^\d{1,6}$/.test(lastEventId ?? '') ? Number(lastEventId) : 0;
  return last <= known ? last : 0;
}

function streamed(c: Context, run: (stream: SSEStreamingApi) => Promise<void>): Response {
  const response = streamSSE(c, run);
  response.headers.set('cache-control', 'no-store');
  // nginx would keep events back until it has a buffer full of them.
  response.headers.set('x-accel-buffering', 'no');
  return response;
}

function sinkOf(stream: SSEStreamingApi): Sink {
  return {
    event: ({ event, operation }, id) => stream.writeSSE({ event, id, data: JSON.stringify(operation) }),
    comment: () => stream.write(': still there\n\n'),
  };
}

function problemOf(error: unknown): Problem {
  return error instanceof Forgotten
    ? new Problem(404, 'Nothing is known of this operation any more: look at its link.')
    : redisAway();
}
