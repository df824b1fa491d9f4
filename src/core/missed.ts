/** Which deliveries GitHub is asked to send once more. */

export interface Attempted {
  id: number;
  guid: string;
  deliveredAt: string;
  delivered: boolean;
  event: string;
}

/** Attempts after which a delivery is given up: something about it does not pass. */
const mostAttempts = 4;

/**
 * The newest attempt of each delivery that never arrived, oldest delivery first. One that was tried in the last `settleMs`
 * may still be under way; `events` are the ones we act on.
 */
export function missedDeliveries(
  attempts: readonly Attempted[],
  given: { now: Date; settleMs: number; events: ReadonlySet<string> },
): Attempted[] {
  const byGuid = new Map<string, Attempted[]>();
  for (const attempt of attempts) byGuid.set(attempt.guid, [...(byGuid.get(attempt.guid) ?? []), attempt]);
  const settled = given.now.getTime() - given.settleMs;
  return [...byGuid.values()]
    .filter((tries) => tries.length < mostAttempts && !tries.some((one) => one.delivered))
    .map((tries) => tries.reduce((newest, one) => (one.id > newest.id ? one : newest)))
    .filter((newest) => given.events.has(newest.event) && Date.parse(newest.deliveredAt) <= settled)
    .sort((a, b) => a.id - b.id);
}
