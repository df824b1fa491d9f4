import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Caller, FindCaller } from '../api/caller.ts';
import { limitBody } from '../body-limit.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { tell } from '../session/flash.ts';
import { ownPage } from '../session/origin.ts';
import { wantsPage } from './problem-page.tsx';

/** The largest form, in bytes. */
export const formBody = limitBody(128 * 1024, 'A form has at most 128 KiB.');

/** The fields of a form, each once. */
export type Fields = Record<string, string>;

/**
 * A form of a page: `act` does what it asks, and the browser goes to the page that `act` names; null: to the one the form was on
 * (`return_to`). What it may not or cannot do is told there.
 */
export function formRoute(
  app: OpenAPIHono,
  path: string,
  { context, findCaller }: { context: Pick<ServerContext, 'env' | 'log'>; findCaller: FindCaller },
  act: (c: Context, caller: Caller, fields: Fields) => Promise<string | null>,
): void {
  app.post(path, formBody, async (c) => {
    const caller = await findCaller(c);
    const fields = await fieldsOf(c);
    const back = ownPage(fields.return_to, context.env);
    try {
      return c.redirect((await act(c, caller, fields)) ?? back, 303);
    } catch (error) {
      // Whoever is not to know of something gets no page of it, and a program no redirect.
      if (!(error instanceof Problem) || error.status < 409 || error.status >= 500 || !wantsPage(c)) throw error;
      context.log.info(
        { requestId: c.get('requestId'), path: c.req.path, detail: error.message },
        'A form was refused',
      );
      tell(c, { kind: 'error', text: error.errors.map(({ message }) => message).join(' ') || error.message }, context);
      return c.redirect(back, 303);
    }
  });
}

/** What a form sent. 400: it is no form. */
export async function fieldsOf(c: Context): Promise<Fields> {
  const body = await c.req.parseBody().catch((error: unknown) => {
    throw Object.assign(new Problem(400, 'This form cannot be read: send it again.'), { cause: error });
  });
  return Object.fromEntries(Object.entries(body).filter((one): one is [string, string] => typeof one[1] === 'string'));
}
