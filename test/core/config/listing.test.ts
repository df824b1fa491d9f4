import { expect, test } from 'vitest';
import { knownPush } from '../../../src/core/config/listing.ts';

const pushedAt = '2026-11-20T12:00:00Z';
const later = (seconds: number) => new Date(Date.parse(pushedAt) + seconds * 1000);

test.each([
  [60, true],
  [11, true],
  [10, false],
  [0, false],
  [-60, false],
])('branches read from %i s after the last push on are known up to it: %s', (seconds, known) => {
  expect(knownPush(pushedAt, later(seconds))).toEqual(known ? new Date(pushedAt) : null);
});

test('a repository that nobody pushed to is known up to nothing', () => {
  expect(knownPush(null, later(60))).toBeNull();
});
