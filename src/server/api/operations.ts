import type { OpenAPIHono } from '@hono/zod-openapi';
import { foldOperation, joinedOperation, type Operation } from '../../core/operation.ts';
import type { Operations } from '../../redis/operations.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { visibleLink } from './access.ts';
import type { FindCaller } from './caller.ts';
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
    const id = c.req.valid('param').id;
    const operation = await readOperation(id, context.operations);
    if (operation === null) throw noOperation(id);
    if (await mayReadAsOperator(context, caller, operation)) return c.json(operation, 200);
    await visibleLink(context, caller, operation.linkId).catch((error: unknown) => {
      throw error instanceof Problem && error.status === 404 ? noOperation(id) : error;
    });
    return c.json(operation, 200);
  });
}

/** An operation from its facts; what was dropped for a newer one of its link shows what came of that. 503: Redis is away. */
export function readOperation(id: string, operations: Operations): Promise<Operation | null> {
  return remembered(async () => {
    const events = await operations.events(id);
    const joined = joinedOperation(events);
    return foldOperation(id, joined === null ? events : [...events, ...(await operations.events(joined))]);
  });
}

async function remembered<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw Object.assign(new Problem(503, 'Operations cannot be read just now: Redis is away.'), { cause: error });
  }
}

export function noOperation(id: string): Problem {
  return new Problem(
    404,
    `There is no operation ${JSON.stringify(id.slice(0, 60))} of the last 24 hours that you can see.`,
  );
}
