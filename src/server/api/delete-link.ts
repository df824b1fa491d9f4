import type { LinkView } from '../../db/views.ts';
import { removeLink } from '../../db/write/links.ts';
import { revokeAll } from '../config/revoke.ts';
import type { ServerContext } from '../context.ts';
import type { Caller } from './caller.ts';
import { demandUndeclared } from './declared.ts';

/** Removes a link for a person, and what is queued of it. 409: a configuration file declares it. */
export async function deleteNow(
  link: LinkView,
  { caller, requestId }: { caller: Pick<Caller, 'login'>; requestId: string },
  context: Pick<ServerContext, 'database' | 'env' | 'leases' | 'queues' | 'log'>,
): Promise<void> {
  demandUndeclared(link, context.env.webUrl);
  await removeLink(context.database.db, link.id);
  await revokeAll([link.id], requestId, context);
  context.log.info({ requestId, linkId: link.id, login: caller.login }, 'A link was removed');
}
