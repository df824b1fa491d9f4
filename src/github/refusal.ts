import type { Reason } from '../core/reason.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Caller, GraphqlFault, Headers } from './client.ts';
import { faultFrom, type HttpFault, UnexpectedAnswer } from './fault.ts';
import { detailOf, limitWords, meaningOf, textOf } from './words.ts';

export interface RefusalContext {
  now: Date;
  as: Caller;
  /** The request changes something: when no clear answer came, its effect is unknown. */
  write?: boolean;
}

/** Says why in the closed list. Everything else in this folder makes its refusals here. */
export function refuse(given: {
  reason: Reason;
  detail: string;
  notBefore?: string | null;
  unclear?: boolean;
}): Refusal {
  const { reason, notBefore = null, unclear = false } = given;
  return { refused: true, reason, detail: detailOf(given.detail), notBefore, unclear };
}

/**
 * An error thrown by a client as a value. Throws `error` again when it did not come from a request: that is a bug.
 * Status codes: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
export function refusalFrom(error: unknown, context: RefusalContext): Refusal {
  if (error instanceof UnexpectedAnswer) return unexpected(error, context);
  const fault = faultFrom(error);
  if (!fault) throw error;
  const minting = /\/app\/installations\/\d+\/access_tokens$/.test(fault.url);
  const text = textOf(fault.body);
  // 408 is what GitHub's front end says to a request that it did not finish reading.
  if (fault.status === null || fault.status >= 500 || fault.status === 408) {
    const unclear = context.write === true && !minting;
    return refuse({ reason: 'github-unavailable', detail: unanswered(fault, text), unclear });
  }
  if (isLimit(fault, text)) return limited({ text, headers: fault.headers, now: context.now });
  const reason = minting ? whenMinting(fault.status, text) : whenAnswered({ fault, text, as: context.as });
  const wanted = fault.headers['x-accepted-github-permissions'];
  const hint = reason === 'missing-permission' && wanted ? ` (needs ${wanted})` : '';
  return refuse({ reason, detail: `${text || `HTTP ${fault.status}`}${hint}` });
}

function unexpected(error: UnexpectedAnswer, context: RefusalContext): Refusal {
  const unclear = context.write === true;
  return refuse({ reason: unclear || error.cut ? 'github-unavailable' : 'failed', detail: error.message, unclear });
}

function unanswered(fault: HttpFault, text: string): string {
  if (fault.status === null) return fault.trouble || 'No answer';
  return text || `HTTP ${fault.status}`;
}

/** A 403 that only happens to be the last request of the hour keeps its own meaning. */
function isLimit({ status, headers }: HttpFault, text: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  if (limitWords.test(text) || headers['retry-after'] !== undefined) return true;
  return headers['x-ratelimit-remaining'] === '0' && meaningOf(text) === null;
}

/**
 * When to come back: `retry-after`, else the reset of an exhausted budget, else a minute.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
export function limited({ text, headers, now }: { text: string; headers: Headers; now: Date }): Refusal {
  const after = Number(headers['retry-after']);
  const reset = Number(headers['x-ratelimit-reset']);
  const spent = headers['x-ratelimit-remaining'] === '0';
  let at = now.getTime() + 60_000;
  if (headers['retry-after'] !== undefined && after >= 0) at = now.getTime() + after * 1_000;
  else if (spent && reset > 0) at = reset * 1_000;
  // A reset that our clock thinks is over must not make us ask at once.
  const notBefore = new Date(Math.max(at, now.getTime() + 1_000)).toISOString();
  return refuse({ reason: 'rate-limited', detail: text || 'Too many requests', notBefore });
}

/** https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app */
function whenMinting(status: number | null, text: string): Reason {
  if (status === 404) return /integration not found/i.test(text) ? 'failed' : 'not-installed';
  if (status === 403 && /suspended/i.test(text)) return 'suspended';
  return meaningOf(text) ?? 'failed';
}

function whenAnswered({ fault, text, as }: { fault: HttpFault; text: string; as: Caller }): Reason {
  if (fault.status === 401) return as === 'app' ? 'failed' : 'github-unavailable';
  if (fault.status === 451) return 'fork-missing';
  const known = meaningOf(text);
  if (known) return known;
  if (fault.status === 410 && /\/pulls\b/.test(fault.url)) return 'pulls-disabled';
  // What was there a moment ago is not: the next read says which of the two repositories went.
  return fault.status === 404 ? 'github-unavailable' : 'failed';
}

/**
 * The faults of a GraphQL answer as one refusal; the gravest counts.
 * https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#exceeding-the-rate-limit
 */
export function refusalFromFaults(
  faults: readonly GraphqlFault[],
  context: RefusalContext & { headers: Headers },
): Refusal {
  const text = faults.map((fault) => fault.message).join(': ');
  const has = (test: (fault: GraphqlFault) => boolean) => faults.some(test);
  if (has((fault) => isLimitFault(fault))) return limited({ text, headers: context.headers, now: context.now });
  const known = meaningOf(text);
  if (known) return refuse({ reason: known, detail: text });
  if (has((fault) => fault.type === 'FORBIDDEN')) return refuse({ reason: 'missing-permission', detail: text });
  if (has((fault) => fault.type === null && fault.code !== null)) return refuse({ reason: 'failed', detail: text });
  const unclear = context.write === true && has((fault) => fault.type === null);
  return refuse({ reason: 'github-unavailable', detail: text || 'Empty answer', unclear });
}

export function isLimitFault(fault: GraphqlFault): boolean {
  return fault.type === 'RATE_LIMITED' || fault.type === 'RATE_LIMIT' || limitWords.test(fault.message);
}
