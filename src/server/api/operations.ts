import type { OpenAPIHono } from '@hono/zod-openapi';
import { foldOperation, joinedOperation, type Operation } from '../../core/operation.ts';
import type { OperationEvent } from '../../core/operation-event.ts';
import type { Operations } from '../../redis/operations.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { visibleLink } from './access.ts';
import type { Caller, FindCaller } from './caller.ts';
import { getOperation, listOperations } from './operation-routes.ts';
import { mayReadAsOperator } from './operators.ts';

export function operationRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  app.openapi(listOperations, async (c) => {
    const { link } = await visibleLink(context, await findCaller(c), c.req.valid('param').id);
    const ids = await remembered(() => context.operations.ofLink(link.id, new Date()));
    if (c.req.valid('query').detail === 'false') return c.json(ids, 200);
    const found = await Promise.all(ids.map((id) => readOperation(id, context.operations)));
    return c.json(
      found.filter((operation) => operation !== null),
      200,
    );
  });

  app.openapi(getOperation, async (c) => {
    const caller = await findCaller(c);
    const { operation, show } = await visibleOperation(context, caller, c.req.valid('param').id);
    return c.json(show(operation), 200);
  });
}

/** An operation that somebody may see, and what they may be shown of it then and later. */
interface Visible {
  operation: Operation;
  show: (operation: Operation) => Operation;
}

/** An operation of a link the caller may see, or of one that is an operator's business, whatever GitHub says or does. */
export async function visibleOperation(context: ServerContext, caller: Caller, id: string): Promise<Visible> {
  const operation = await readOperation(id, context.operations);
  if (operation === null) throw noOperation(id);
  try {
    await visibleLink(context, caller, operation.linkId);
    return { operation, show: (one) => one };
  } catch (error) {
    if (error instanceof Problem && (await mayReadAsOperator(context, caller, operation))) {
      return { operation, show: withoutCode };
    }
    throw error instanceof Problem && error.status === 404 ? noOperation(id) : error;
  }
}

/** Without what the fork's commits hold, for who may not be one of those who read it. */
export function withoutCode(operation: Operation): Operation {
  return { ...operation, rangeDiff: null };
}

/** What was dropped for a newer operation of its link shows what came of that. 503: Redis is away. */
export function readOperation(id: string, operations: Operations): Promise<Operation | null> {
  return remembered(async () => foldOperation(id, await factsOf(id, operations)));
}

/** The facts of an operation, then those of the one that answers for it when it was dropped. */
export async function factsOf(id: string, operations: Pick<Operations, 'events'>): Promise<OperationEvent[]> {
  const facts: OperationEvent[] = [];
  const read = new Set<string>();
  for (let next: string | null = id; next !== null && !read.has(next); ) {
    read.add(next);
    const events = await operations.events(next);
    facts.push(...events);
    next = joinedOperation(events);
  }
  return facts;
}

/** What `read` says; 503 when Redis does not answer. */
export async function remembered<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw Object.assign(redisAway(), { cause: error });
  }
}

export function redisAway(): Problem {
  return new Problem(503, 'Operations cannot be read just now: Redis is away.');
}

export function noOperation(id: string): Problem {
  return new Problem(
    404,
    `There is no operation ${JSON.stringify(id.slice(0, 60))} of the last 24 hours that you can see.`,
  );
}
