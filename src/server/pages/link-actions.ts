import type { OpenAPIHono } from '@hono/zod-openapi';
import type { LinkView } from '../../db/views.ts';
import { renewSecret } from '../../db/write/hooks.ts';
import { changeableLink, noLink } from '../api/access.ts';
import type { Caller, FindCaller } from '../api/caller.ts';
import { changeNow } from '../api/change-link.ts';
import { syncNow, undoNow } from '../api/sync.ts';
import type { ServerContext } from '../context.ts';
import { tell } from '../session/flash.ts';
import { formRoute } from './form.ts';

/** The buttons of a link: they do what the API does. */
export function linkActionRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  const button = (
    name: string,
    text: (link: string) => string,
    act: (link: LinkView, asked: { requestId: string; by: Caller }) => Promise<unknown>,
  ) =>
    formRoute(app, `/links/:id/${name}`, { context, findCaller }, async (c, caller) => {
      const link = await changeableLink(context, caller, c.req.param('id') ?? '');
      const requestId = c.get('requestId');
      await act(link, { requestId, by: caller });
      context.log.info({ requestId, linkId: link.id, login: caller.login, button: name }, 'A button was pressed');
      tell(c, { kind: 'success', text: text(`${link.fork.owner}/${link.fork.repo} ${link.fork.branch}`) }, context);
      return null;
    });

  button(
    'sync',
    (link) => `${link} is synced now.`,
    ({ id }, asked) => syncNow(id, { release: false, ...asked }, context),
  );
  button(
    'release',
    (link) => `${link} was released and is synced now.`,
    ({ id }, asked) => syncNow(id, { release: true, ...asked }, context),
  );
  button(
    'pause',
    (link) => `${link} is paused: nothing happens to it until you resume it.`,
    (link, asked) => changeNow(link, { enabled: false, ...asked }, context),
  );
  button(
    'resume',
    (link) => `${link} goes on, and is synced now.`,
    (link, asked) => changeNow(link, { enabled: true, ...asked }, context),
  );
  button(
    'undo',
    (link) => `The last move of ${link} is put back, and nothing more happens to it until you release it.`,
    ({ id }, asked) => undoNow(id, asked, context),
  );
  button(
    'renew-secret',
    (link) => `${link} has a new secret address: the one before does nothing any more.`,
    async ({ id }, { by }) => {
      if ((await renewSecret(context.database.db, id, by)) === null) throw noLink(id);
    },
  );
}
