import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { visible } from '../../../core/text/harmless.ts';
import type { Caller, FindCaller } from '../../api/caller.ts';
import { isOperator } from '../../api/operators.ts';
import { letGo, stop } from '../../api/settle-brakes.ts';
import { dropOne, retryAll, retryOne } from '../../api/settle-dead-letters.ts';
import type { ServerContext } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { tell } from '../../session/flash.ts';
import { type Fields, fieldsOf, formBody, formRoute } from '../form.ts';
import { demandPage, orProblem, statusOf } from '../refused.ts';
import { showPage } from '../respond.tsx';
import type { RefusedBrake } from './brakes.tsx';
import { operatorFacts } from './facts.ts';
import { OperatorView } from './view.tsx';

/** The page of those named in `ADMINS`. To everybody else there is nothing. */
export function operatorRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  const findOperator: FindCaller = async (c) => {
    const caller = await findCaller(c);
    if (!isOperator(context, caller)) throw new Problem(404, `There is nothing at ${c.req.path}.`);
    return caller;
  };
  const by = (c: Context, { login }: Caller) => ({ login, requestId: c.get('requestId') });
  const form = (path: string, act: (c: Context, caller: Caller, fields: Fields) => Promise<string>) =>
    formRoute(app, path, { context, findCaller: findOperator }, async (c, caller, fields) => {
      tell(c, { kind: 'success', text: await act(c, caller, fields) }, context);
      return '/operator';
    });

  const page = async (c: Context, caller: Caller, refused: RefusedBrake | null) => {
    const problem = refused?.problem ?? null;
    demandPage(c, problem);
    const facts = await operatorFacts(context);
    const frame = { title: 'Operator', caller, tab: 'operator', status: statusOf(problem) } as const;
    return showPage(c, context, frame, <OperatorView facts={facts} refused={refused} now={new Date()} />);
  };

  app.get('/operator', async (c) => page(c, await findOperator(c), null));

  app.post('/operator/brakes', formBody, async (c) => {
    const caller = await findOperator(c);
    const { kind = '', name = '', why = '' } = await fieldsOf(c);
    const values = { kind, name, why };
    const set = await orProblem(() => stop(values, by(c, caller), context));
    if (set instanceof Problem) return page(c, caller, { values, problem: set });
    tell(c, { kind: 'success', text: `${visible(set.name)} is stopped.` }, context);
    return c.redirect('/operator', 303);
  });

  form('/operator/brakes/:id/release', async (c, caller) => {
    const gone = await letGo(c.req.param('id') ?? '', by(c, caller), context);
    if (gone === null) throw new Problem(409, 'This was let go of already.');
    return `${visible(gone.name)} goes on with the next tick.`;
  });

  form('/operator/dead-letters/retry', async (c, caller) => {
    const asked = await retryAll(by(c, caller), context);
    return asked === 1 ? 'One dead letter is tried again.' : `${asked} dead letters are tried again.`;
  });

  form('/operator/dead-letters/:id/retry', async (c, caller) => {
    const operationId = await retryOne(c.req.param('id') ?? '', by(c, caller), context);
    return `It is tried again now, as operation ${operationId}.`;
  });

  form('/operator/dead-letters/:id/drop', async (c, caller) => {
    await dropOne(c.req.param('id') ?? '', by(c, caller), context);
    return 'It is forgotten, and tried again when upstream moves or somebody asks.';
  });
}
