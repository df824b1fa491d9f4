import { Octokit } from '@octokit/core';
import type { Answer, GraphqlAnswer, RequestReport } from './client.ts';
import { faultFrom, partialAnswer } from './fault.ts';

/** The REST version every request asks for. https://docs.github.com/rest/about-the-rest-api/api-versions */
const apiVersion = '2022-11-28';

/** Octokit without plugins: no retries, no throttling, a time-out on every request. */
export function createTransport(options: {
  baseUrl: string;
  userAgent?: string;
  timeoutMs?: number;
  onRequest?: (report: RequestReport) => void;
}): Octokit {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const octokit = new Octokit({
    baseUrl: options.baseUrl,
    userAgent: options.userAgent ?? 'backstroke',
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    request: {
      log: { warn: () => {} },
      fetch: (url: string, init: RequestInit) =>
        globalThis.fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    },
  });
  octokit.hook.before('request', (request) => {
    request.headers['x-github-api-version'] = apiVersion;
  });
  if (options.onRequest) report(octokit, options.onRequest);
  return octokit;
}

function report(octokit: Octokit, onRequest: (report: RequestReport) => void): void {
  octokit.hook.wrap('request', async (send, request) => {
    const began = performance.now();
    const end = (status: number) =>
      onRequest({
        method: request.method,
        route: request.operationName ? '/graphql' : request.url,
        status,
        ms: performance.now() - began,
        graphql: request.operationName ?? null,
      });
    try {
      const response = await send(request);
      end(response.status);
      return response;
    } catch (error) {
      end(faultFrom(error)?.status ?? 0);
      throw error;
    }
  });
}

export async function sendRest(given: {
  octokit: Octokit;
  authorization: string;
  route: string;
  parameters: Record<string, unknown> | undefined;
}): Promise<Answer> {
  const headers = { authorization: given.authorization };
  const {
    status,
    data,
    headers: answered,
  } = await given.octokit.request(given.route, { ...given.parameters, headers });
  const kept = Object.entries(answered).filter(([, value]) => value !== undefined);
  return { status, data, headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])) };
}

/** Octokit sends GraphQL to `/graphql`, for a base of `/api/v3` to `/api/graphql`. */
export async function sendGraphql(given: {
  octokit: Octokit;
  authorization: string;
  query: string;
  variables: Record<string, unknown>;
}): Promise<GraphqlAnswer> {
  const operationName = /^\s*(?:query|mutation)\s+(\w+)/.exec(given.query)?.[1];
  if (operationName === undefined) throw new Error('A GraphQL query without a name');
  try {
    const headers = { authorization: given.authorization };
    const data: unknown = await given.octokit.graphql(given.query, { ...given.variables, operationName, headers });
    return { data, faults: [], headers: {} };
  } catch (error) {
    const partial = partialAnswer(error);
    if (!partial) throw error;
    return partial;
  }
}
