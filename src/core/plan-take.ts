/** What of upstream's branch a link may take, given how long Backstroke has seen its heads there. */
import { type Branch, nothing, type Plan, type Take } from './plan-types.ts';
import { delayOf, isRipe, ripensAt } from './sightings.ts';

/** Everything, unless the link has a delay. A plan where that cannot be told now. */
export function takeOf(branch: Omit<Branch, 'take'>): Take | Plan {
  const { known, seen, now, head, missing, own } = branch;
  const all = { sha: head, missing, own, waits: null };
  const delay = delayOf(known, now);
  if (delay === null) return all;
  const lost = new Set(seen.lost ?? []);
  const there = delay.sightings.filter(({ sha }) => !lost.has(sha));
  const ofHead = there.find(({ sha }) => sha === head) ?? { sha: head, at: now.toISOString() };
  if (isRipe(ofHead, delay, now)) return all;
  if (seen.ripe?.comparison.kind === 'unavailable') return nothing('github-unavailable', null);

  const ripe = there.find(({ sha }) => sha === seen.ripe?.sha);
  const waiting = [...there, ofHead].filter(({ at }) => ripe === undefined || Date.parse(at) > Date.parse(ripe.at));
  const moments = waiting.map((one) => ripensAt(one, delay)).sort((a, b) => Date.parse(a) - Date.parse(b));
  const headAt = ripensAt(ofHead, delay);
  const waits = { since: ofHead.at, headAt, moreAt: moments[0] ?? headAt };
  return { ...(ripeOf(branch) ?? { sha: null, missing: null, own: null }), waits };
}

/** The ripe commit with its counts; without a common commit it is for a mirror alone. */
function ripeOf({ known, seen: { ripe } }: Omit<Branch, 'take'>): Omit<Take, 'waits'> | null {
  if (ripe === null) return null;
  const { sha, comparison } = ripe;
  if (comparison.kind === 'counted') return { sha, missing: comparison.missing, own: comparison.own };
  return known.strategy === 'mirror' ? { sha, missing: null, own: null } : null;
}
