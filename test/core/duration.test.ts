import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY, durationMs, HOUR, MINUTE, SECOND } from '../../src/core/duration.ts';

it.each([
  ['30s', 30 * SECOND],
  ['10m', 10 * MINUTE],
  ['1h', HOUR],
  ['3d', 3 * DAY],
  [' 90 s ', 90 * SECOND],
  ['999999d', 999_999 * DAY],
  ['007s', 7 * SECOND],
])('durationMs(%j) is %d', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

it.each([
  '',
  ' ',
  '10',
  's',
  '0s',
  '-5m',
  '1.5h',
  '1e3s',
  '10 minutes',
  '10M',
  '1w',
  '1h30m',
  '1000000s',
  '1_0s',
  'Ns',
])('durationMs(%j) is none', (text) => {
  expect(durationMs(text)).toBeNull();
});

it('is a whole, positive number of milliseconds or null, whatever the text', () => {
  const nearly = fc
    .tuple(fc.nat(), fc.constantFrom('s', 'm', 'h', 'd', 'y', ''))
    .map(([count, unit]) => `${count}${unit}`);
  fc.assert(
    fc.property(fc.oneof(fc.string(), nearly), (text) => {
      const ms = durationMs(text);
      expect(ms === null || (Number.isSafeInteger(ms) && ms >= SECOND)).toBe(true);
    }),
  );
});
