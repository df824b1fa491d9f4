import { generateKeyPairSync } from 'node:crypto';
import nock from 'nock';
import { afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { createGitHub, type GitHub, type GitHubOptions } from '../../src/github/app.ts';

export const baseUrl = 'https://api.github.com';
export const now = new Date('2026-11-20T12:00:00.000Z');
export const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

/** No request leaves the process, and a test fails that leaves an expected one unasked. */
export function offline(): void {
  beforeAll(() => nock.disableNetConnect());
  beforeEach(() => nock.cleanAll());
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.abortPendingRequests();
    nock.cleanAll();
    expect(pending).toEqual([]);
  });
}

/** Each test has an App id of its own: auth-app keeps tokens per installation and App instance. */
export function github(options: Partial<GitHubOptions> = {}): GitHub {
  return createGitHub({ appId: 1, privateKey, baseUrl, now: () => now, ...options });
}

export const api = () => nock(baseUrl);

/** Answers the request for an installation token. */
export function mint(installationId = 7, token = 'ghs_first'): nock.Scope {
  return api()
    .post(`/app/installations/${installationId}/access_tokens`)
    .reply(201, {
      token,
      expires_at: '2026-11-20T13:00:00Z',
      permissions: { metadata: 'read', pull_requests: 'write' },
      repository_selection: 'all',
    });
}

/** Answers the GraphQL operation of this name and hands over what was sent. */
export function answerGraphql(
  operation: string,
  body: Record<string, unknown> | ((variables: Record<string, unknown>) => Record<string, unknown>),
): { sent: { query: string; variables: Record<string, unknown> }[] } {
  const sent: { query: string; variables: Record<string, unknown> }[] = [];
  api()
    .post('/graphql', (asked) => asked.operationName === operation)
    .reply(200, (_uri, asked) => {
      const request = asked as { query: string; variables: Record<string, unknown> };
      sent.push(request);
      return typeof body === 'function' ? body(request.variables) : body;
    });
  return { sent };
}

/** Where tokens are made. */
export const minting = `${baseUrl}/app/installations/7/access_tokens`;

/** Octokit's RequestError; without a body there was no answer. */
export function httpError(given: {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  url?: string;
}): Error {
  const { status, body, headers = {}, url = `${baseUrl}/repos/octo/hello/pulls` } = given;
  const error = Object.assign(new Error('flattened by Octokit'), { status, request: { method: 'POST', url } });
  error.name = 'HttpError';
  return body === undefined ? error : Object.assign(error, { response: { status, url, headers, data: body } });
}

/** The headers of an exhausted budget. */
export const resetAt = (time: string) => ({
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': String(Date.parse(time) / 1000),
});

export const secondary =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID ABCD:1234.';
