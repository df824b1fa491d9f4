export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const units: Record<string, number> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/** Milliseconds of a length of time such as `30s`, `10m`, `1h`, `3d`; null when it is none. */
export function durationMs(text: string): number | null {
  const match = /^\s*(\d{1,6})\s*([smhd])\s*$/.exec(text);
  const unit = units[match?.[2] ?? ''];
  return match?.[1] && unit && Number(match[1]) > 0 ? Number(match[1]) * unit : null;
}
