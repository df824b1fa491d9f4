import { DAY, HOUR, MINUTE } from '../duration.ts';

const steps: [number, string][] = [
  [365 * DAY, 'year'],
  [30 * DAY, 'month'],
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
];

/** How long before or after `now` that is: `3 hours ago`, `in 1 minute`, `just now`. */
export function relativeTime(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  for (const [length, name] of steps) {
    const count = Math.floor(Math.abs(ms) / length);
    if (count === 0) continue;
    const words = `${count} ${name}${count === 1 ? '' : 's'}`;
    return ms < 0 ? `${words} ago` : `in ${words}`;
  }
  return ms < 0 ? 'just now' : 'in a moment';
}

/** To the minute, the same for everybody: `2026-11-29 01:11 UTC`. */
export function exactTime(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
