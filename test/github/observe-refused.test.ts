import { expect, test } from 'vitest';
import { createGateway } from '../../src/github/gateway.ts';
import { observed, target } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

function observe() {
  mint();
  return createGateway({ github: github(), now: () => now }).observe(target);
}

test.each([
  [
    { type: 'FORBIDDEN', path: ['upstream'], message: 'Resource protected by organization SAML enforcement.' },
    'missing-permission',
  ],
  [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded for installation ID 7.' }, 'rate-limited'],
  [{ message: 'Something went wrong while executing your query.' }, 'github-unavailable'],
])('%o', async (error, reason) => {
  answerGraphql('Observe', { data: { ...observed(), upstream: null }, errors: [error] });
  expect(await observe()).toMatchObject({ refused: true, reason, unclear: false });
});

test('an answer without JSON', async () => {
  api().post('/graphql').reply(200, '<html>', { 'content-type': 'text/html' });
  expect(await observe()).toMatchObject({ reason: 'github-unavailable' });
});
