import { expect, test } from 'vitest';
import { createGateway } from '../../src/github/gateway.ts';
import { target } from './fixtures.ts';
import { api, github, mint, now, offline } from './support.ts';

offline();

function may(status: number, body: object) {
  mint();
  api().get('/repos/octo/hello/collaborators/mona/permission').reply(status, body);
  const person = { id: 5, login: 'mona' };
  return createGateway({ github: github(), now: () => now }).mayPush({ installationId: 7, fork: target.fork, person });
}

test.each([
  ['admin', 'admin', true],
  ['write', 'write', true],
  ['write', 'maintain', true],
  ['read', 'triage', false],
  ['read', 'read', false],
  ['none', 'none', false],
])('who has %s (%s) may push: %s', async (permission, role_name, expected) => {
  expect(await may(200, { permission, role_name, user: { id: 5, login: 'mona' } })).toBe(expected);
});

test.each([
  ['the login is of another account by now', 200, { permission: 'admin', user: { id: 6 } }],
  ['GitHub does not say whose it is', 200, { permission: 'admin', user: null }],
  ['there is no such account', 404, { message: 'Not Found' }],
])('nobody may where %s', async (_, status, body) => {
  expect(await may(status, body)).toBe(false);
});

test('an outage is no answer', async () => {
  expect(await may(502, {})).toMatchObject({ refused: true, reason: 'github-unavailable' });
});
