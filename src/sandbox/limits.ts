import type { Answer } from './answer.ts';
import type { Caller } from './types.ts';

export interface Limits {
  /** Requests an hour for each token owner and resource. */
  limit: number;
  /** Counts a request; an answer when there is none left. */
  spend(caller: Caller, resource: 'core' | 'graphql'): { headers: Record<string, string>; refusal: Answer | null };
  look(caller: Caller, resource: 'core' | 'graphql'): { limit: number; used: number; remaining: number; reset: number };
}

const hour = 3600;

export function createLimits(): Limits {
  const used = new Map<string, { count: number; reset: number }>();

  function budget(caller: Caller, resource: string) {
    const key = `${keyOf(caller)} ${resource}`;
    const seconds = Math.floor(Date.now() / 1000);
    const found = used.get(key);
    if (found && found.reset > seconds) return found;
    const fresh = { count: 0, reset: seconds + hour };
    used.set(key, fresh);
    return fresh;
  }

  const limits: Limits = {
    limit: 5000,
    look(caller, resource) {
      const { count, reset } = budget(caller, resource);
      return { limit: limits.limit, used: count, remaining: Math.max(0, limits.limit - count), reset };
    },
    spend(caller, resource) {
      const mine = budget(caller, resource);
      const empty = mine.count >= limits.limit;
      if (!empty) mine.count += 1;
      const seen = limits.look(caller, resource);
      const headers = {
        'x-ratelimit-limit': String(seen.limit),
        'x-ratelimit-remaining': String(seen.remaining),
        'x-ratelimit-used': String(seen.used),
        'x-ratelimit-reset': String(seen.reset),
        'x-ratelimit-resource': resource,
      };
      return { headers, refusal: empty ? exceeded(caller, resource) : null };
    },
  };
  return limits;
}

function keyOf(caller: Caller): string {
  if (caller.kind === 'installation') return `installation ${caller.installation.id}`;
  if (caller.kind === 'user') return `user ${caller.account.id}`;
  return caller.kind;
}

function exceeded(caller: Caller, resource: string): Answer {
  const who = caller.kind === 'installation' ? ` for installation ID ${caller.installation.id}` : '';
  const message = `API rate limit exceeded${who}.`;
  if (resource === 'graphql') return { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message }] } };
  const documentation_url = 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api';
  return { status: 403, body: { message, documentation_url, status: '403' } };
}
