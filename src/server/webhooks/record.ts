import { ZodError, z } from 'zod';
import { atomically } from '../../db/write/atomically.ts';
import { rememberDelivery } from '../../db/write/deliveries.ts';
import type { ServerContext } from '../context.ts';
import { authorization } from './authorization.ts';
import { checkSuiteCompleted } from './check-suite.ts';
import type { Delivery, Effect, Handler } from './handler.ts';
import { installation } from './installation.ts';
import { pullRequest } from './pull-request.ts';
import { pullRequestReview } from './pull-request-review.ts';
import { push } from './push.ts';
import { release } from './release.ts';
import { repository } from './repository.ts';

const handlers = new Map<string, Handler>([
  ['push', push],
  ['pull_request', pullRequest],
  ['pull_request_review', pullRequestReview],
  ['check_suite', checkSuiteCompleted],
  ['installation', installation],
  ['installation_repositories', installation],
  // Sent to every App unasked, as the two before: an account has another name.
  ['installation_target', installation],
  ['repository', repository],
  ['release', release],
  // Sent unasked, too.
  ['github_app_authorization', authorization],
]);

/** Of these events, those actions that something is done about: others of them come with every push. */
const actions: ReadonlyMap<string, readonly string[]> = new Map([
  ['check_suite', ['completed']],
  ['pull_request_review', ['submitted', 'dismissed']],
]);
const Action = z.object({ action: z.string() });

/** Events that something is done about. */
export const handledEvents: ReadonlySet<string> = new Set(handlers.keys());

/** Milliseconds: GitHub gives up after 10 s, and a delivery that was answered with an error can be redelivered. */
const answerWithin = 7_000;

/** Postgres did not take the delivery in time: 503, so that it can be redelivered. */
export class NotRecorded extends Error {
  override name = 'NotRecorded';
  readonly status = 503;
}

/** A payload that is not what GitHub documents for its event: redelivering it changes nothing. */
export class Unreadable extends Error {
  override name = 'Unreadable';
  readonly status = 422;
}

/**
 * Writes down what a delivery asks for, together with its GUID, and then queues it. A delivery that was recorded before
 * changes nothing. Throws `NotRecorded` when the database does not answer, `Unreadable` for a payload that cannot be read.
 */
export async function recordDelivery(
  delivery: Delivery,
  context: Pick<
    ServerContext,
    'database' | 'sessions' | 'queueAsked' | 'wakeRefresh' | 'wakeConfig' | 'metrics' | 'log'
  >,
): Promise<void> {
  const { metrics, log } = context;
  const { event } = delivery;
  const handler = handlerOf(delivery);
  if (handler === undefined) return metrics.delivery({ event, outcome: 'ignored' });
  const effect = await inTime(
    atomically(context.database.db, async (tx): Promise<Effect | null> => {
      if (!(await rememberDelivery(tx, delivery.id, event))) return null;
      return handler(tx, delivery);
    }),
  ).catch((error: unknown) => {
    metrics.delivery({ event, outcome: error instanceof Unreadable ? 'refused' : 'failed' });
    if (error instanceof Unreadable) log.error({ err: error, requestId: delivery.id, event }, 'Unreadable delivery');
    throw error;
  });
  metrics.delivery({ event, outcome: effect === null ? 'repeated' : 'recorded' });
  log.info({ requestId: delivery.id, event, repeated: effect === null }, 'Delivery');
  if (effect === null) return;
  if (effect.refresh) context.wakeRefresh();
  if (effect.config) context.wakeConfig();
  if (effect.signedOut !== undefined) {
    // Redis away: who asks GitHub with one of these tokens is refused there within a minute.
    await context.sessions.endAllOf(effect.signedOut).catch((error: unknown) => {
      log.warn({ err: error, requestId: delivery.id }, 'Could not end the sessions of a person who revoked them');
    });
  }
  context.queueAsked.later(effect.asked);
}

function handlerOf({ event, payload }: Delivery): Handler | undefined {
  const which = actions.get(event);
  const action = Action.safeParse(payload).data?.action ?? '';
  return which === undefined || which.includes(action) ? handlers.get(event) : undefined;
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotRecorded('The database did not answer in time')), answerWithin);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (error instanceof ZodError) {
      throw new Unreadable('The payload is not what GitHub documents for this event.', { cause: error });
    }
    throw error instanceof NotRecorded
      ? error
      : new NotRecorded('The database did not take the delivery', { cause: error });
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined); // what comes after the answer was logged by nobody's wish: redelivery repeats it
  }
}
