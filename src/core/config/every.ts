import { DAY, durationMs, MINUTE } from '../duration.ts';

export const EVERY_MIN = 10 * MINUTE;
export const EVERY_MAX = 365 * DAY;

/** Milliseconds of a period such as `30m`, `12h`, `1d` or `2w`; null when it is none. Its size is not looked at. */
export function everyMs(text: string): number | null {
  const days = durationMs(text.replace(/w$/, 'd'));
  return days !== null && text.endsWith('w') ? days * 7 : days;
}
