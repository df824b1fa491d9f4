import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { brakeKinds } from '../../../core/brake.ts';
import { visible } from '../../../core/text/harmless.ts';
import { accountNamed, upstreamNamed } from '../../../db/brakes.ts';
import { releaseBrake, setBrake } from '../../../db/write/brakes.ts';
import type { Caller, FindCaller } from '../../api/caller.ts';
import { isOperator } from '../../api/operators.ts';
import { dropOne, retryAll, retryOne } from '../../api/settle-dead-letters.ts';
import type { ServerContext } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { tell } from '../../session/flash.ts';
import { type Fields, formRoute } from '../form.ts';
import { showPage } from '../respond.tsx';
import { operatorFacts } from './facts.ts';
import { OperatorView } from './view.tsx';

const uuid = z.uuid();

/** The page of those named in `ADMINS`. To everybody else there is nothing. */
export function operatorRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  const { database, log } = context;
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

  app.get('/operator', async (c) => {
    const caller = await findOperator(c);
    const facts = await operatorFacts(context);
    const frame = { title: 'Operator', caller, tab: 'operator' } as const;
    return showPage(c, context, frame, <OperatorView facts={facts} now={new Date()} />);
  });

  form('/operator/brakes', async (c, caller, fields) => {
    const brake = await wanted(fields, context);
    if (!(await setBrake(database.db, { ...brake, setBy: caller.login }))) {
      throw new Problem(409, `${visible(brake.name)} is stopped already.`);
    }
    context.wakeBrakes();
    log.warn({ ...by(c, caller), kind: brake.kind, name: brake.name, why: brake.why }, 'An operator stopped something');
    return `${visible(brake.name)} is stopped.`;
  });

  form('/operator/brakes/:id/release', async (c, caller) => {
    const id = uuid.safeParse(c.req.param('id'));
    const gone = id.success ? await releaseBrake(database.db, id.data) : null;
    if (gone === null) throw new Problem(409, 'This was let go of already.');
    context.wakeBrakes();
    log.warn({ ...by(c, caller), kind: gone.kind, name: gone.name }, 'An operator let go of something');
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

/** PostgreSQL takes no text with the character 0. */
const words = z.string().regex(/^\P{Cc}*$/u);
const Wanted = z.object({
  kind: z.enum(brakeKinds),
  name: words.trim().max(140).default(''),
  why: words.trim().min(1).max(200),
});

/** What a form wants to be stopped. 422: there is no such thing here. */
async function wanted(fields: Fields, { database: { db } }: Pick<ServerContext, 'database'>) {
  const given = Wanted.safeParse(fields);
  if (!given.success) throw new Problem(422, 'Say what to stop, and why in at most 200 characters.');
  const { kind, name, why } = given.data;
  if (kind === 'all') return { kind, why, subjectId: 0, name: 'Everything' };
  const subject = kind === 'upstream' ? await upstreamNamed(db, name) : await accountNamed(db, name);
  if (subject === null) {
    const what = kind === 'upstream' ? 'No link follows a repository' : 'The App is not installed for an account';
    throw new Problem(422, `${what} ${visible(name) || 'without a name'}.`);
  }
  return { kind, why, subjectId: subject.id, name: subject.name };
}
