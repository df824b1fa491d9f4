import { z } from 'zod';
import type { GraphqlFault, Headers } from './client.ts';

/** A request that failed: an answer of 400 and above, or none at all. */
export interface HttpFault {
  /** null: nothing came back (time-out, dropped or refused connection). */
  status: number | null;
  headers: Headers;
  /** GitHub's body; an HTML page or an empty string when its front end answered. */
  body: unknown;
  method: string;
  url: string;
  /** What the network said when there is no answer. */
  trouble: string;
}

/** GitHub answered 2xx with something else than documented; `cut` when the body is no JSON at all. */
export class UnexpectedAnswer extends Error {
  readonly cut: boolean;
  constructor(message: string, cut: boolean) {
    super(message);
    this.name = 'UnexpectedAnswer';
    this.cut = cut;
  }
}

const headers = z.record(z.string(), z.unknown()).transform((all) => {
  const entries = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
});

/**
 * Octokit's RequestError by its shape: where no response came it has status 500 and no `response`.
 * https://github.com/octokit/request-error.js/blob/main/src/index.ts
 */
const requestError = z.object({
  name: z.literal('HttpError'),
  message: z.string(),
  status: z.number(),
  request: z.object({ method: z.string(), url: z.string() }),
  response: z.object({ headers, data: z.unknown() }).optional(),
});

/** The failed request behind `error`, or null when it is none (a bug). */
export function faultFrom(error: unknown): HttpFault | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return { status: null, headers: {}, body: '', method: '', url: '', trouble: error.message };
  const parsed = requestError.safeParse(error);
  if (!parsed.success) return null;
  const { status, request, response, message } = parsed.data;
  if (!response) return { status: null, headers: {}, body: '', ...request, trouble: message };
  return { status, headers: response.headers, body: response.data, ...request, trouble: '' };
}

const graphqlError = z.object({
  name: z.literal('GraphqlResponseError'),
  headers: headers.catch({}),
  data: z.unknown(),
  errors: z.array(
    z.object({
      type: z.string().nullable().catch(null),
      message: z.string().catch(''),
      path: z.array(z.union([z.string(), z.number()])).catch([]),
      extensions: z.object({ code: z.string() }).nullable().catch(null),
    }),
  ),
});

/**
 * Octokit throws when an answer has `errors`, with the good part in `data`.
 * https://github.com/octokit/graphql.js#partial-responses
 */
export function partialAnswer(error: unknown): { data: unknown; faults: GraphqlFault[]; headers: Headers } | null {
  if (!(error instanceof Error)) return null;
  const parsed = graphqlError.safeParse(error);
  if (!parsed.success) return null;
  const faults = parsed.data.errors.map(({ extensions, ...fault }) => ({ ...fault, code: extensions?.code ?? null }));
  return { data: parsed.data.data, faults, headers: parsed.data.headers };
}
