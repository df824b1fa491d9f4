import { askDeadLetters } from '../../db/write/ask-fleet.ts';
import { dropDeadLetter } from '../../db/write/drop-dead-letter.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { linkWithId } from './access.ts';
import { rememberRetry } from './operators.ts';
import { syncNow } from './sync.ts';

/** Dead letters that web queues itself; the next ticks take the others. */
const atOnce = 500;

/** Who settles a dead letter, for the log. */
interface By {
  login: string;
  requestId: string;
}

/** Has every dead letter tried again; returns how many were asked. */
export async function retryAll({ login, requestId }: By, context: ServerContext): Promise<number> {
  const linkIds = await askDeadLetters(context.database.db, requestId);
  context.queueAsked.later({ linkIds: linkIds.slice(0, atOnce) });
  context.log.info({ requestId, login, links: linkIds.length }, 'An operator has every dead letter tried again');
  return linkIds.length;
}

/** Has one tried again now; returns the id of the operation. 404: it is none. */
export async function retryOne(linkId: string, { login, requestId }: By, context: ServerContext): Promise<string> {
  if ((await linkWithId(context, linkId))?.reason !== 'failed') throw none(linkId);
  const operationId = await syncNow(linkId, { release: false, requestId, by: null }, context);
  await rememberRetry(context, operationId);
  context.log.info({ requestId, login, linkId, operationId }, 'An operator has a dead letter tried again');
  return operationId;
}

/** Forgets one. 404: it is none. */
export async function dropOne(linkId: string, { login, requestId }: By, context: ServerContext): Promise<void> {
  const known = (await linkWithId(context, linkId)) !== null;
  if (!known || !(await dropDeadLetter(context.database.db, linkId))) throw none(linkId);
  context.log.info({ requestId, login, linkId }, 'An operator dropped a dead letter');
}

function none(linkId: string): Problem {
  return new Problem(404, `There is no dead letter of a link ${JSON.stringify(linkId.slice(0, 60))}.`);
}
