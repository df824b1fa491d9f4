/** What the dispatcher decides: which upstream refs are looked at in a tick, and which links are behind. */

import { passesByItself, type Reason } from './reason.ts';
import { leftState, type TagsSeen, tagsState } from './tags.ts';

/** Upstream's state as the dispatcher compares it: a sha, or what is there instead. */
export type HeadState = string;

/** Phases from `after` (excluded) to `upTo` (included), between 0 and 1. */
export interface PhaseRange {
  after: number;
  upTo: number;
}

/**
 * The phases whose turn lies between the last tick and now, at most one whole interval; all of them when there was no
 * tick. Each ref has a fixed phase, so every ref is looked at once per interval, spread over the ticks.
 */
export function phasesDue(last: Date | null, now: Date, intervalMs: number): PhaseRange[] {
  const all = [{ after: -1, upTo: 1 }];
  if (last === null || now.getTime() - last.getTime() >= intervalMs) return all;
  if (last >= now) return [];
  const after = (last.getTime() % intervalMs) / intervalMs;
  const upTo = (now.getTime() % intervalMs) / intervalMs;
  if (after < upTo) return [{ after, upTo }];
  return [
    { after, upTo: 1 },
    { after: -1, upTo },
  ];
}

/** What a tick saw of an upstream ref. */
export interface Looked {
  head: HeadState;
  /** Of its repository; null: not looked at. */
  tags: TagsSeen | null;
}

export interface LinkProgress {
  requested: number;
  answeredRequested: number;
  pushes: number;
  answeredPushes: number;
  decidedOn: HeadState | null;
  /** When the operation of the newest result began to read GitHub. */
  answeredReadAt: Date | null;
  reason: Reason | null;
  retryAt: Date | null;
  settings: { tags: string | null };
  tagsDecidedOn: string | null;
}

/**
 * Why a link is behind, null when it is not. `looked` is null when upstream was not looked at in this tick, and was read
 * after `now`, by the clock `answeredReadAt` is of.
 */
export function behind(
  link: LinkProgress,
  looked: Looked | null,
  now: Date,
): 'asked' | 'pushed' | 'retry' | 'head' | null {
  if (link.requested > link.answeredRequested) return 'asked';
  if (link.pushes > link.answeredPushes) return 'pushed';
  if (link.retryAt !== null && link.retryAt <= now) return 'retry';
  if (looked === null || !isNews(link, looked) || waitsForItsTime(link)) return null;
  // The operation looked later than the tick did: what it saw is newer.
  if (link.answeredReadAt !== null && link.answeredReadAt >= now) return null;
  return 'head';
}

/** Upstream is not in the state that the link was decided on. */
function isNews({ decidedOn, settings, tagsDecidedOn }: LinkProgress, { head, tags }: Looked): boolean {
  if (head !== decidedOn) return true;
  if (settings.tags === null || tags === null) return false;
  const state = tagsState(settings.tags, tags);
  return tagsDecidedOn !== state && tagsDecidedOn !== leftState(state);
}

/** A limit, an outage or a failure of ours waits for its time: a head that moves meanwhile does not hurry it. */
function waitsForItsTime({ retryAt, reason }: LinkProgress): boolean {
  return retryAt !== null && reason !== null && (passesByItself(reason) || reason === 'failed');
}
