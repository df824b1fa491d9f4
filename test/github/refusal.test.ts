import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/core/refusal.ts';
import { attempt } from '../../src/github/attempt.ts';
import type { GraphqlFault } from '../../src/github/client.ts';
import { refusalFrom, refusalFromFaults } from '../../src/github/refusal.ts';
import { httpError, minting, now, resetAt, secondary } from './support.ts';

const reset = resetAt('2026-11-20T12:40:00Z');

describe('an error', () => {
  test('401 to the App itself is ours to mend', () => {
    const error = httpError({ status: 401, url: 'https://api.github.com/app', body: { message: 'Bad credentials' } });
    expect(refusalFrom(error, { now, as: 'app' }).reason).toBe('failed');
  });

  test('the effect of a write is unknown after 5xx, a time-out or a lost connection, not when no token came', () => {
    const write = { now, as: 'installation', write: true } as const;
    expect(refusalFrom(httpError({ status: 502, body: '' }), write).unclear).toBe(true);
    expect(refusalFrom(httpError({ status: 500 }), write).unclear).toBe(true);
    expect(refusalFrom(new DOMException('aborted', 'AbortError'), write)).toMatchObject({
      reason: 'github-unavailable',
      unclear: true,
    });
    expect(refusalFrom(httpError({ status: 502, body: '', url: minting }), write).unclear).toBe(false);
    expect(refusalFrom(httpError({ status: 422, body: { message: 'no' } }), write).unclear).toBe(false);
  });

  test('a bug is thrown again', async () => {
    const bug = new TypeError('x is not a function');
    expect(() => refusalFrom(bug, { now, as: 'installation' })).toThrow(bug);
    const client = { caller: 'app' as const, now: () => now, request: () => Promise.reject(bug) };
    await expect(attempt({ client }, () => client.request())).rejects.toBe(bug);
  });
});

describe('the detail', () => {
  const detail = (message: string, headers: Record<string, string> = {}) =>
    refusalFrom(httpError({ status: 403, body: { message }, headers }), { now, as: 'installation' }).detail;

  test('says which permission is wanted', () => {
    const headers = { 'x-accepted-github-permissions': 'pull_requests=write' };
    expect(detail('Resource not accessible by integration', headers)).toBe(
      'Resource not accessible by integration (needs pull_requests=write)',
    );
  });

  test('is short, on one line, and holds no token', () => {
    const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.c2lnbmF0dXJl';
    expect(detail(`a ghs_12345_${jwt} b\nBearer ${jwt} c ghu_abc github_pat_11AB_x d`)).toBe(
      'a [redacted] b [redacted] c [redacted] [redacted] d',
    );
    expect(detail('x'.repeat(400))).toHaveLength(300);
  });

  test('carries the words of every error', () => {
    const body = {
      message: 'Validation Failed',
      errors: [{ resource: 'PullRequest', field: 'head', code: 'invalid' }, { message: 'two' }],
    };
    expect(refusalFrom(httpError({ status: 422, body }), { now, as: 'user' }).detail).toBe(
      'Validation Failed: head invalid: two',
    );
  });
});

describe('GraphQL faults', () => {
  const fault = (given: Partial<GraphqlFault>): GraphqlFault => ({
    type: null,
    code: null,
    path: [],
    message: '',
    ...given,
  });
  const table: [string, GraphqlFault, string, boolean?][] = [
    [
      'RATE_LIMITED',
      fault({ type: 'RATE_LIMITED', message: 'API rate limit exceeded for installation ID 12345.' }),
      'rate-limited',
    ],
    ['secondary limit', fault({ message: secondary }), 'rate-limited'],
    [
      'FORBIDDEN',
      fault({ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }),
      'missing-permission',
    ],
    [
      'SAML',
      fault({ type: 'FORBIDDEN', message: 'Resource protected by organization SAML enforcement.' }),
      'missing-permission',
    ],
    [
      'archived',
      fault({ type: 'UNPROCESSABLE', message: 'Repository was archived so is read-only.' }),
      'fork-archived',
    ],
    [
      'a field this server lacks',
      fault({ code: 'undefinedField', message: "Field 'x' doesn't exist on type 'Repository'" }),
      'failed',
    ],
    ['NOT_FOUND', fault({ type: 'NOT_FOUND', message: 'Could not resolve to a node' }), 'github-unavailable'],
    [
      'time-out',
      fault({ message: 'Something went wrong while executing your query. This may be the result of a timeout.' }),
      'github-unavailable',
      true,
    ],
  ];
  test.each(table)('%s', (_name, one, reason, unclear = false) => {
    const refusal = refusalFromFaults([one], { now, as: 'installation', write: true, headers: reset });
    expect(isRefusal(refusal)).toBe(true);
    expect(refusal).toMatchObject({
      reason,
      unclear,
      notBefore: reason === 'rate-limited' ? '2026-11-20T12:40:00.000Z' : null,
    });
  });
});
