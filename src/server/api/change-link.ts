import { circleMessage } from '../../core/text/circle.ts';
import type { LinkView } from '../../db/views.ts';
import { changeLink } from '../../db/write/links.ts';
import { revokeAll } from '../config/revoke.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { noLink } from './access.ts';

type Change = Omit<Parameters<typeof changeLink>[1], 'linkId'>;

/**
 * Writes down what a person changes of a link, then sees to what is queued of it. 404: it was deleted meanwhile; 409: links that move
 * branches would go in a circle.
 */
export async function changeNow(
  { id, fork, upstream }: Pick<LinkView, 'id' | 'fork' | 'upstream'>,
  change: Change,
  context: Pick<ServerContext, 'database' | 'leases' | 'queues' | 'log' | 'queueAsked'>,
): Promise<void> {
  const written = await changeLink(context.database.db, { linkId: id, ...change });
  if (written === null) throw noLink(id);
  if (written === 'circle') {
    const ends = { fork: { ...fork, name: fork.repo }, upstream: { ...upstream, name: upstream.repo } };
    throw new Problem(409, circleMessage(ends));
  }
  if (written.switched === 'off') await revokeAll([id], change.requestId, context);
  if (written.asked) context.queueAsked.later({ replaced: [id] });
}
