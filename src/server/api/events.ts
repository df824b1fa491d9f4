import type { OpenAPIHono } from '@hono/zod-openapi';
import type { SSEStreamingApi } from 'hono/streaming';
import type { Operation } from '../../core/operation.ts';
import type { ServerContext } from '../context.ts';
import { Problem, problemBody } from '../problem.ts';
import type { FindCaller } from './caller.ts';
import { operationEvents } from './events-route.ts';
import { Forgotten, follow, type Sink, told } from './events-told.ts';
import { factsOf, redisAway, remembered, visibleOperation } from './operations.ts';
import type { OpenStream } from './streams.ts';

/** Milliseconds. Each open stream costs Redis two small reads a second. */
const pause = 500;
const silence = 15_000;

export function eventRoutes(
  app: OpenAPIHono,
  context: ServerContext,
  { findCaller, openStream }: { findCaller: FindCaller; openStream: OpenStream },
): void {
  const { operations, log } = context;

  app.openapi(operationEvents, async (c) => {
    const caller = await findCaller(c);
    const { operation, show } = await visibleOperation(context, caller, c.req.valid('param').id);
    const { id } = operation;
    const facts = () => factsOf(id, operations);
    const known = told(id, await remembered(facts));
    const after = received(c.req.valid('header')['last-event-id'], known.length);
    if (after === known.length && known.at(-1)?.event === 'finished') return c.body(null, 204);
    return openStream(c, caller, async (stream, signal) => {
      try {
        await follow({ id, after, facts, sink: sinkOf(stream, show), signal, pause, silence });
      } catch (error) {
        if (!(error instanceof Forgotten)) log.warn({ err: error, operationId: id }, 'A stream of events was cut off');
        await stream.writeSSE({ event: 'error', data: JSON.stringify(problemBody(problemOf(error))) });
      }
    });
  });
}

/** How many events were received before; all are told again when that cannot be. */
function received(lastEventId: string | undefined, known: number): number {
  const last = /^\d{1,6}$/.test(lastEventId ?? '') ? Number(lastEventId) : 0;
  return last <= known ? last : 0;
}

function sinkOf(stream: SSEStreamingApi, show: (operation: Operation) => Operation): Sink {
  return {
    event: ({ event, operation }, id) => stream.writeSSE({ event, id, data: JSON.stringify(show(operation)) }),
    comment: () => stream.write(': still there\n\n'),
  };
}

function problemOf(error: unknown): Problem {
  return error instanceof Forgotten
    ? new Problem(404, 'Nothing is known of this operation any more: look at its link.')
    : redisAway();
}
