/** The brake of operators: for everybody else there is nothing here. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { createRoute, z } from '@hono/zod-openapi';
import { brakeKinds } from '../../core/brake.ts';
import { type Brake, listBrakes } from '../../db/brakes.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import type { FindCaller } from './caller.ts';
import { operatorsAlone } from './operators.ts';
import { hiddenToOthers, json, params, problem, security, unread, withJson } from './routes.ts';
import { moment } from './schemas.ts';
import { letGo, NewBrake, stop } from './settle-brakes.ts';

const BrakeSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(brakeKinds),
    subjectId: z.number().int().openapi({ description: "GitHub's number of the repository or account; 0: everything" }),
    name: z.string(),
    why: z.string(),
    setBy: z.string(),
    createdAt: moment,
  })
  .openapi('Brake');

const listRoute = createRoute({
  method: 'get',
  path: '/v1/brakes',
  summary: 'What operators stopped and did not let go of, newest first',
  security,
  responses: { 200: json(z.object({ data: z.array(BrakeSchema) }), 'What is stopped'), ...hiddenToOthers },
});

const setRoute = createRoute({
  method: 'post',
  path: '/v1/brakes',
  summary: 'Stop what follows an upstream (owner/name), the forks of an account (its login), or everything (no name)',
  security,
  request: { body: withJson(NewBrake) },
  responses: {
    201: json(BrakeSchema, 'Nothing more is queued of it; workers write nothing more within seconds'),
    ...hiddenToOthers,
    ...unread,
    409: problem('It is stopped already'),
    422: problem('A field is not what it has to be, or nothing is called so here'),
  },
});

const releaseRoute = createRoute({
  method: 'delete',
  path: '/v1/brakes/{id}',
  summary: 'Let go: what was asked meanwhile is done with the next tick',
  security,
  request: { params },
  responses: { 204: { description: 'It goes on' }, ...hiddenToOthers },
});

export function brakeRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  for (const path of ['/v1/brakes', '/v1/brakes/*']) app.use(path, operatorsAlone(context, findCaller));

  app.openapi(listRoute, async (c) => c.json({ data: (await listBrakes(context.database.db)).map(brakeJson) }, 200));

  app.openapi(setRoute, async (c) => {
    const { login } = await findCaller(c);
    const set = await stop(c.req.valid('json'), { login, requestId: c.get('requestId') }, context);
    return c.json(brakeJson(set), 201);
  });

  app.openapi(releaseRoute, async (c) => {
    const { login } = await findCaller(c);
    const { id } = c.req.valid('param');
    const gone = await letGo(id, { login, requestId: c.get('requestId') }, context);
    if (gone === null) throw new Problem(404, `Nothing is stopped by a brake ${JSON.stringify(id.slice(0, 60))}.`);
    return c.body(null, 204);
  });
}

function brakeJson({ createdAt, ...brake }: Brake): z.infer<typeof BrakeSchema> {
  return { ...brake, createdAt: createdAt.toISOString() };
}
