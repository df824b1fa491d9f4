import { expect, test } from 'vitest';
import { refusalFrom } from '../../src/github/refusal.ts';
import { httpError, minting, now, resetAt, secondary } from './support.ts';

const refusal = (given: Parameters<typeof httpError>[0]) => refusalFrom(httpError(given), { now, as: 'installation' });
const invalid = (...errors: unknown[]) => ({ message: 'Validation Failed', errors, status: '422' });
const custom = (message: string) => invalid({ resource: 'PullRequest', code: 'custom', message });
const blocked = (reason: string) => ({ message: 'Repository access blocked', block: { reason } });

const primary = 'API rate limit exceeded for installation ID 12345.';
const content =
  'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.';
const reset = resetAt('2026-11-20T12:40:00Z');
const minute = '2026-11-20T12:01:00.000Z';

test.each([
  ['primary, 403', 403, primary, reset, '2026-11-20T12:40:00.000Z'],
  ['primary, 429', 429, primary, reset, '2026-11-20T12:40:00.000Z'],
  ['secondary with retry-after', 403, secondary, { 'retry-after': '90' }, '2026-11-20T12:01:30.000Z'],
  ['secondary without', 403, secondary, { 'x-ratelimit-remaining': '4000' }, minute],
  ['content creation', 403, content, {}, minute],
  ['429 without words', 429, '', {}, minute],
  ['over by our clock', 403, primary, resetAt('2026-11-20T11:59:00Z'), '2026-11-20T12:00:01.000Z'],
])('a limit: %s', (_name, status, message, headers, notBefore) => {
  expect(refusal({ status, body: { message }, headers })).toMatchObject({ reason: 'rate-limited', notBefore });
});

test('a refusal on the last request of the hour keeps its own meaning', () => {
  const body = { message: 'Resource not accessible by integration' };
  expect(refusal({ status: 403, body, headers: reset })).toMatchObject({
    reason: 'missing-permission',
    notBefore: null,
  });
});

test.each([
  [404, 'Not Found', 'not-installed'],
  [404, 'Integration not found', 'failed'],
  [403, 'This installation has been suspended', 'suspended'],
  [403, secondary, 'rate-limited'],
  [401, 'A JSON web token could not be decoded', 'failed'],
  [401, "'Expiration time' claim ('exp') is too far in the future", 'failed'],
  [502, '', 'github-unavailable'],
])('no token: %i %s', (status, message, reason) => {
  expect(refusal({ status, url: minting, body: { message } })).toMatchObject({ reason });
});

const saml =
  'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.';
const allowList =
  'Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and 192.0.2.1 is not permitted to access this resource.';

test.each([
  [401, 'Bad credentials', 'github-unavailable'],
  [403, 'This installation has been suspended', 'suspended'],
  [403, 'Resource not accessible by integration', 'missing-permission'],
  [404, 'Resource not accessible by integration', 'missing-permission'],
  [403, saml, 'missing-permission'],
  [403, allowList, 'missing-permission'],
  [403, 'Repository was archived so is read-only.', 'fork-archived'],
  [403, 'User must be a collaborator', 'pulls-disabled'],
  [410, 'Pull requests are off', 'pulls-disabled'],
  [403, 'Something new', 'failed'],
  [404, 'Not Found', 'github-unavailable'],
  [503, 'Service unavailable', 'github-unavailable'],
])('%i %s', (status, message, reason) => {
  const expected = { refused: true, reason, notBefore: null, unclear: false, detail: message.slice(0, 300) };
  expect(refusal({ status, body: { message, documentation_url: 'https://docs.github.com/rest' } })).toEqual(expected);
});

test.each([
  ['pull requests disabled', 422, custom('Pull requests are disabled for this repository'), 'pulls-disabled'],
  ['collaborators only', 422, invalid('User must be a collaborator'), 'pulls-disabled'],
  ['a missing field', 422, invalid({ resource: 'PullRequest', field: 'title', code: 'missing_field' }), 'failed'],
  ['DMCA', 451, blocked('dmca'), 'fork-missing'],
  ['terms of service', 403, blocked('tos'), 'fork-missing'],
  ['a page', 502, '<html><body>Unicorn!</body></html>', 'github-unavailable'],
  ['an empty body', 500, '', 'github-unavailable'],
  ['no answer', 500, undefined, 'github-unavailable'],
])('%s', (_name, status, body, reason) => {
  expect(refusal({ status, body })).toMatchObject({ reason, unclear: false });
});
