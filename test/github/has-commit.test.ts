import { expect, test } from 'vitest';
import { createGateway } from '../../src/github/gateway.ts';
import { target } from './fixtures.ts';
import { api, github, mint, now, offline } from './support.ts';

offline();

const sha = 'a'.repeat(40);

function has(status: number, body: object) {
  mint();
  api().get(`/repos/octo/hello/commits/${sha}`).reply(status, body);
  return createGateway({ github: github(), now: () => now }).hasCommit({ installationId: 7, fork: target.fork, sha });
}

test('a commit is there, or GitHub says that there is none', async () => {
  expect(await has(200, { sha })).toBe(true);
  expect(await has(422, { message: `No commit found for SHA: ${sha}` })).toBe(false);
});

test.each([
  ['the repository is not there', 404, { message: 'Not Found' }],
  ['something else is wrong', 422, { message: 'Validation Failed' }],
  ['an outage', 502, {}],
])('where %s, nobody knows', async (_name, status, body) => {
  expect(await has(status, body)).toMatchObject({ refused: true });
});
