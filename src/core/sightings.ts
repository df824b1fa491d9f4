/**
 * Heads of an upstream branch and when an operation read each of them there first. A link with a delay goes by these alone: what a
 * commit says of its own date is whatever its author wrote. Each was found in every head that was read after it, or is forgotten: so each
 * holds those before it.
 */
import { z } from 'zod';

export const Sighting = z.object({ sha: z.string().regex(/^[0-9a-f]{40,64}$/), at: z.iso.datetime() });
export type Sighting = z.infer<typeof Sighting>;

/** How long a link waits, and what a person let go at once. */
export interface Delay {
  ms: number;
  /** What was seen until then waits no longer; ISO 8601. */
  releasedAt: string | null;
}

/** A link's delay with what it looks at when it reads GitHub. */
export interface DelayLook extends Delay {
  /** The newest first. */
  sightings: readonly Sighting[];
  now: Date;
}

/** null: the link takes what is there. */
export function delayOf(
  given: {
    settings: { delayMs: number | null };
    sightings: readonly Sighting[];
    releasedAt: string | null;
  },
  now: Date,
): DelayLook | null {
  const { settings, sightings, releasedAt } = given;
  if (settings.delayMs === null) return null;
  return { ms: settings.delayMs, releasedAt, sightings: newestFirst(sightings), now };
}

export function newestFirst(sightings: readonly Sighting[]): Sighting[] {
  return [...sightings].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** ISO 8601. */
export function ripensAt({ at }: Pick<Sighting, 'at'>, { ms }: Pick<Delay, 'ms'>): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

/** It was seen long enough ago, or before a person's release. */
export function isRipe(sighting: Pick<Sighting, 'at'>, delay: Delay, now: Date): boolean {
  const seen = Date.parse(sighting.at);
  if (delay.releasedAt !== null && seen <= Date.parse(delay.releasedAt)) return true;
  return seen + delay.ms <= now.getTime();
}

/** Sightings kept of a branch, at most. */
export const sightingsAtMost = 64;

/**
 * Those that need not be kept: older than the newest that is ripe for the longest of the delays, and of too many those that lie closest
 * together for their age. So a branch that is pushed to all day keeps heads of every age, each a tenth of it apart from the next.
 */
export function toForget(
  sightings: readonly Sighting[],
  { longestMs, now, most = sightingsAtMost }: { longestMs: number; now: Date; most?: number },
): string[] {
  const ordered = newestFirst(sightings);
  const ripe = ordered.findIndex((one) => isRipe(one, { ms: longestMs, releasedAt: null }, now));
  const kept = ripe < 0 ? ordered : ordered.slice(0, ripe + 1);
  const forgotten = ordered.slice(kept.length);
  while (kept.length > Math.max(2, most)) forgotten.push(...kept.splice(closest(kept, now), 1));
  return forgotten.map(({ sha }) => sha);
}

/** Index of the one, neither newest nor oldest, whose neighbours lie closest together for their age. */
function closest(ordered: readonly Sighting[], now: Date): number {
  const age = (index: number) => now.getTime() - Date.parse(ordered[index]?.at ?? '') + 1;
  let found = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 1; index < ordered.length - 1; index += 1) {
    const spread = age(index + 1) / Math.max(1, age(index - 1));
    if (spread < least) [found, least] = [index, spread];
  }
  return found;
}
