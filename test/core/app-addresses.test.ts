import { expect, test } from 'vitest';
import { webhookAddress } from '../../src/core/app-addresses.ts';

test.each([
  ['the channel that web listens to', 'https://smee.example/c', 'https://sync.example', 'https://smee.example/c'],
  ['web', undefined, 'https://sync.example', 'https://sync.example/hooks'],
  ['nowhere', undefined, undefined, null],
])('deliveries of a new App go to %s', (_, proxyUrl, publicUrl, address) => {
  expect(webhookAddress({ proxyUrl, publicUrl, path: '/hooks' })).toBe(address);
});
