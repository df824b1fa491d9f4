/** The kinds of values that variables have, each with what is said of one that is none. */
import { z } from 'zod';
import { durationMs, MINUTE } from '../core/duration.ts';

/** Not set, or a text that is more than blanks. */
export const optional = z.string().trim().min(1).optional();
export const url = (...protocols: string[]) =>
  optional.refine((value) => value === undefined || isUrl(value, protocols), {
    error: `must be a URL that starts with ${protocols.join(' or ')}`,
  });
export const whole = (fallback: number, min: number, max: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(fallback);
export const flag = z.enum(['true', 'false', '1', '0'], { error: 'must be true or false' }).default('false');

/** A length of time such as `90s`, `10m`, `1d`, in milliseconds, `max` at most. */
export const duration = (fallback: string, max = Number.POSITIVE_INFINITY) =>
  z
    .string()
    .default(fallback)
    .transform((value, context) => {
      const ms = durationMs(value);
      if (ms !== null && ms <= max) return ms;
      if (ms !== null) context.addIssue({ code: 'custom', message: `must be at most ${max / MINUTE}m` });
      else context.addIssue({ code: 'custom', message: 'must be a duration such as 30s, 10m, 1h or 1d' });
      return z.NEVER;
    });

/** Logins of GitHub between commas, in lower case: it tells no two apart by case. null: none. */
export const logins = optional
  .refine((value) => value === undefined || listed(value).every((login) => /^[a-z\d][a-z\d_-]*$/.test(login)), {
    error: 'must be logins of GitHub with commas in between',
  })
  .transform((value) => (value === undefined ? null : listed(value)));

/** A secret that is not the one everybody knows: Probot's own default. */
export const secret = optional.refine((value) => value !== 'development', { error: 'must not be "development"' });

/** What keys are made from: long enough that nobody guesses it. */
export const key = optional.refine((value) => value === undefined || value.length >= 32, {
  error: 'must have at least 32 characters: make one with openssl rand -hex 32',
});

/** A host with or without a port, other than github.com, whose API is elsewhere. */
export const host = optional.refine((value) => value === undefined || isHost(value), {
  error: 'must be a host such as ghe.example.com or ghe.example.com:8443, and is left out for github.com',
});

/** Hosts between commas, in lower case, with a port where that is not 443; or `none`. */
export const upstreamHosts = optional
  .refine((value) => value === undefined || listed(value).every((one) => /^[a-z\d.-]+(:\d{1,5})?$/.test(one)), {
    error: 'must be none, or hosts such as git.example.com or git.example.com:8443 with commas in between',
  })
  .transform((value) =>
    value === undefined || value.toLowerCase() === 'none' ? value && ('none' as const) : listed(value),
  );

function listed(value: string): string[] {
  return value.split(',').map((login) => login.trim().toLowerCase());
}

function isHost(value: string): boolean {
  return /^[A-Za-z0-9.-]+(:\d{1,5})?$/.test(value) && !/^(api\.|www\.)?github\.com(:|$)/i.test(value);
}

function isUrl(value: string, protocols: string[]): boolean {
  try {
    return protocols.includes(new URL(value).protocol);
  } catch {
    return false;
  }
}
