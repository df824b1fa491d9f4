import type { OpenAPIHono } from '@hono/zod-openapi';
import { changeableLink } from '../../api/access.ts';
import type { FindCaller } from '../../api/caller.ts';
import { changeNow } from '../../api/change-link.ts';
import { demandFreeStrategy } from '../../api/declared.ts';
import { deleteNow } from '../../api/delete-link.ts';
import { LinkChange } from '../../api/link-routes.ts';
import type { ServerContext } from '../../context.ts';
import { fieldErrors, fieldProblem } from '../../problem.ts';
import { tell } from '../../session/flash.ts';
import { formRoute } from '../form.ts';

/** What a person changes of a link, and its end; both as the API has it. */
export function linkFormRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  formRoute(app, '/links/:id/settings', { context, findCaller }, async (c, caller, { name, strategy }) => {
    const link = await changeableLink(context, caller, c.req.param('id') ?? '');
    // A name that is left blank stays what it was, and a strategy that a file says is not sent.
    const change = LinkChange.safeParse({ ...(name?.trim() && { name }), ...(strategy && { strategy }) });
    if (!change.success) throw fieldProblem(fieldErrors(change.error.issues));
    if (change.data.strategy !== undefined) demandFreeStrategy(link, context.env.webUrl);
    await changeNow(link, { ...change.data, requestId: c.get('requestId'), by: caller }, context);
    tell(c, { kind: 'success', text: 'The settings are saved.' }, context);
    return `/links/${link.id}`;
  });

  formRoute(app, '/links/:id/delete', { context, findCaller }, async (c, caller, { sure }) => {
    const link = await changeableLink(context, caller, c.req.param('id') ?? '');
    if (sure !== 'yes') throw fieldProblem([{ field: 'sure', message: 'Tick the box to delete this link.' }]);
    await deleteNow(link, { caller, requestId: c.get('requestId') }, context);
    tell(
      c,
      { kind: 'success', text: `${link.fork.owner}/${link.fork.repo} ${link.fork.branch} is followed no more.` },
      context,
    );
    return '/';
  });
}
