import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';

/** A request as faults and the log see it: the path without `/api/v3`. */
export interface SeenRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  graphql: boolean;
  mutation: boolean;
  operationName: string | null;
}

export type FaultKind =
  /** The work is done, then the connection ends without an answer. */
  | 'drop-after'
  /** The connection ends before any work. */
  | 'drop-before'
  /** An HTML page from GitHub's front; with `afterWork` the work was done. */
  | '502'
  | 'empty-500'
  | 'secondary-limit'
  | 'primary-limit'
  | 'graphql-rate-limited'
  | 'delay'
  | 'hang';

export type FaultMatch =
  | ((request: SeenRequest) => boolean)
  | { method?: string; path?: RegExp; graphql?: boolean; mutation?: boolean; operationName?: string };

export interface Fault {
  match: FaultMatch;
  kind: FaultKind;
  /** How often; for ever when not given. */
  times?: number;
  /** For `delay`: milliseconds. For limits: until the reset. */
  ms?: number;
  /** For `delay`, in the place of milliseconds: until this is settled. */
  until?: Promise<unknown>;
  afterWork?: boolean;
}

export type FaultEffect = { before: Answer | 'drop' | 'hang' } | { after: Answer | 'drop' } | null;

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** What happens to this request; a delay is over when this resolves. */
  meet(request: SeenRequest): Promise<FaultEffect>;
}

export function createFaults(): Faults {
  let faults: { fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    clear: () => {
      faults = [];
    },
    async meet(request) {
      const found = faults.find(({ fault, left }) => left > 0 && matches(fault.match, request));
      if (!found) return null;
      found.left -= 1;
      return effectOf(found.fault);
    },
  };
}

function matches(match: FaultMatch, request: SeenRequest): boolean {
  if (typeof match === 'function') return match(request);
  if (match.method && match.method.toUpperCase() !== request.method) return false;
  if (match.path && !match.path.test(request.path)) return false;
  if (match.graphql !== undefined && match.graphql !== request.graphql) return false;
  if (match.mutation !== undefined && match.mutation !== request.mutation) return false;
  return match.operationName === undefined || match.operationName === request.operationName;
}

async function effectOf(fault: Fault): Promise<FaultEffect> {
  const { kind } = fault;
  if (kind === 'delay') {
    await (fault.until ?? sleep(fault.ms ?? 1000, undefined, { ref: false }));
    return null;
  }
  if (kind === 'hang') return { before: 'hang' };
  if (kind === 'drop-before') return { before: 'drop' };
  if (kind === 'drop-after') return { after: 'drop' };
  const answer = answerOf(kind, fault.ms ?? 60_000);
  return fault.afterWork ? { after: answer } : { before: answer };
}

function answerOf(kind: FaultKind, ms: number): Answer {
  const docs = 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api';
  const reset = String(Math.ceil((Date.now() + ms) / 1000));
  const exhausted = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
  if (kind === 'empty-500') return { status: 500, text: '' };
  if (kind === '502') return { status: 502, text: badGateway, headers: { 'content-type': 'text/html' } };
  if (kind === 'graphql-rate-limited') {
    const errors = [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded for installation.' }];
    return { status: 200, body: { errors }, headers: { ...exhausted, 'x-ratelimit-resource': 'graphql' } };
  }
  if (kind === 'primary-limit') {
    return {
      status: 403,
      body: { message: 'API rate limit exceeded for installation.', documentation_url: docs, status: '403' },
      headers: exhausted,
    };
  }
  const body = { documentation_url: `${docs}#about-secondary-rate-limits`, message: secondary, status: '403' };
  return { status: 403, body, headers: { 'retry-after': String(Math.ceil(ms / 1000)) } };
}

const secondary =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.';
const badGateway =
  '<!DOCTYPE html>\n<html><head><title>Unicorn! &middot; GitHub</title></head><body><p>502 Bad Gateway</p></body></html>\n';
