import type { Person } from '../../core/act.ts';
import type { Trigger } from '../../core/message.ts';
import { brakeSentence } from '../../core/text/brake.ts';
import { linksById } from '../../db/read.ts';
import { linkView } from '../../db/views.ts';
import { askLink } from '../../db/write/asks.ts';
import { askUndo } from '../../db/write/undo.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';

type Context = Pick<ServerContext, 'database' | 'enqueue' | 'log'>;

/** Writes a person's ask down (`by` null: an operator's), then queues it. A release makes an operation of its own: a queued one does not know of it. */
export async function syncNow(
  linkId: string,
  asked: { release: boolean; requestId: string; by: Person | null },
  context: Context,
): Promise<string> {
  await demandOn(linkId, context);
  await askLink(context.database.db, { linkId, ...asked });
  const { release: replace, requestId } = asked;
  return queueNow(linkId, { trigger: 'manual', requestId, replace }, context);
}

/** Writes down that a person wants the last move back, then queues it: what is queued already does not know. 409: there is none. */
export async function undoNow(
  linkId: string,
  asked: { requestId: string; by: Person },
  context: Context,
): Promise<string> {
  await demandOn(linkId, context);
  if (!(await askUndo(context.database.db, { linkId, ...asked }))) {
    throw new Problem(
      409,
      'There is nothing to undo: Backstroke did not move this branch, or its last move was undone.',
    );
  }
  return queueNow(linkId, { trigger: 'manual', requestId: asked.requestId, replace: true }, context);
}

/** 409 for a link that no operation runs for. */
export async function demandOn(linkId: string, { database }: Pick<Context, 'database'>): Promise<void> {
  const [row] = await linksById(database.db, [linkId]);
  if (!row && (await linkView(database.db, linkId))?.braked) throw new Problem(409, brakeSentence);
  if (!row) throw new Problem(409, 'This link is off: switch it on, or install or unsuspend the App, to sync it.');
}

/** Queues what was written down, or joins what waits; returns the id of the operation. 503: it starts by itself later. */
export async function queueNow(
  linkId: string,
  cause: { trigger: Trigger; requestId: string; replace?: boolean },
  { database, enqueue, log }: Context,
): Promise<string> {
  const [row] = await linksById(database.db, [linkId]);
  try {
    const queued = row && (await enqueue(row, cause));
    if (queued) return queued.operationId;
  } catch (error) {
    log.warn({ err: error, linkId, requestId: cause.requestId }, 'A sync was written down and could not be queued');
  }
  throw new Problem(503, 'The sync is written down and starts by itself when the queue is back.');
}
