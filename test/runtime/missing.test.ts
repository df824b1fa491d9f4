import { expect, test } from 'vitest';
import { missingParts } from '../../src/runtime/missing.ts';

const whole = {
  PUBLIC_URL: 'https://backstroke.example',
  WEBHOOK_PROXY_URL: undefined,
  GITHUB_CLIENT_ID: 'Iv1',
  ADMINS: ['octo'],
  METRICS_TOKEN: 'a token',
  DRY_RUN: false,
};

test('nothing is missing', () => {
  expect(missingParts(whole)).toEqual([]);
  const proxied = { PUBLIC_URL: 'http://localhost:3000', WEBHOOK_PROXY_URL: 'https://smee.example/c' };
  expect(missingParts({ ...whole, ...proxied })).toEqual([]);
});

test.each([
  [{ PUBLIC_URL: 'http://localhost:3000' }, /^PUBLIC_URL is http:\/\/localhost:3000: GitHub cannot reach it/],
  [{ PUBLIC_URL: undefined }, /^PUBLIC_URL is not set: GitHub cannot reach/],
  [{ PUBLIC_URL: 'http://backstroke.example' }, /not https/],
  [{ GITHUB_CLIENT_ID: undefined }, /^GITHUB_CLIENT_ID is not set: nobody can sign in/],
  [{ ADMINS: [] }, /^ADMINS is not set/],
  [{ METRICS_TOKEN: undefined }, /^METRICS_TOKEN is not set/],
  [{ DRY_RUN: true }, /^DRY_RUN is set: nothing is written/],
])('%j: %s', (changed, says) => {
  const said = missingParts({ ...whole, ...changed });
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(says);
});
