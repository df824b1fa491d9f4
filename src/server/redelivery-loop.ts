import { randomUUID } from 'node:crypto';
import { DAY, MINUTE } from '../core/duration.ts';
import { missedDeliveries } from '../core/missed.ts';
import { passesByItself } from '../core/reason.ts';
import { isRefusal } from '../core/refusal.ts';
import { recordedDeliveries } from '../db/covering.ts';
import { listAttempts, redeliver } from '../github/deliveries.ts';
import { createLoop, type Loop } from '../runtime/loop.ts';
import type { ServerContext } from './context.ts';
import { handledEvents } from './webhooks/record.ts';

/** Milliseconds between two looks. GitHub redelivers nothing by itself. */
const lookEvery = 10 * MINUTE;
/** GitHub keeps deliveries for three days. */
const keptMs = 3 * DAY;
/** Milliseconds a delivery may take before it counts as missed. */
const settleMs = MINUTE;
/** Times one delivery is asked for again: something about one that fails each time does not pass. */
const mostTimes = 3;
/** Attempts that two looks see both: a delivery is listed a little after it was tried. */
const overlapMs = 5 * MINUTE;
const lastLook = 'redelivery';

type Context = Pick<ServerContext, 'database' | 'github' | 'leases' | 'log'>;

/** Fetches back what GitHub could not deliver while web or Postgres was away. One web at a time does it. */
export function startRedeliveryLoop(context: Context): Loop {
  const holder = randomUUID();
  const work = async () => {
    if (!(await context.leases.hold('redelivery', holder, lookEvery / 2))) return;
    await fetchBack(context);
  };
  return createLoop({ name: 'redelivery', every: lookEvery, work, log: context.log });
}

/** One look: every delivery since the last one that never arrived, and that the tables do not know, is asked for again. */
export async function fetchBack({ database, github, leases, log }: Context): Promise<void> {
  const now = await leases.now();
  const last = await leases.recall(lastLook);
  const since = last === null ? now.getTime() - keptMs : Date.parse(last) - overlapMs;
  const client = github.asApp();
  const attempts = await listAttempts(client, new Date(since));
  if (isRefusal(attempts)) {
    log.warn({ reason: attempts.reason, detail: attempts.detail }, 'Could not list deliveries');
    return;
  }
  const missed = missedDeliveries(attempts, { now, settleMs, events: handledEvents });
  const recorded = await recordedDeliveries(
    database.db,
    missed.map((one) => one.guid),
  );
  for (const one of missed.filter(({ guid }) => !recorded.has(guid))) {
    if (!(await leases.spend(`redelivery:${one.guid}`, mostTimes, keptMs / 1000))) continue;
    const asked = await redeliver(client, one.id);
    if (isRefusal(asked)) {
      log.warn({ reason: asked.reason, detail: asked.detail, requestId: one.guid }, 'Could not ask for a redelivery');
      // What GitHub does not redeliver must not keep it from the next; a limit or an outage ends this look.
      if (passesByItself(asked.reason)) return;
      continue;
    }
    log.info({ requestId: one.guid, event: one.event }, 'Asked for a redelivery');
  }
  await leases.remember(lastLook, new Date(now.getTime() - settleMs).toISOString(), keptMs / 1000);
}
