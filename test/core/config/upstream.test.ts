import { expect, test } from 'vitest';
import { firstParent } from '../../../src/core/config/upstream.ts';

const parent = { id: 2, name: 'now' };
const other = { id: 3, name: 'other' };
const known = { id: 2, name: 'last' };

test.each([
  ['what is shown, the first time', parent, null, parent],
  ['nothing, where nothing is shown the first time', null, null, null],
  ['the first one by the name it has now', parent, { id: 2, known }, parent],
  ['the first one by the name it had last, when another is shown', other, { id: 2, known }, known],
  ['the first one by the name it had last, when none is shown', null, { id: 2, known }, known],
  ['nothing, when another is shown and the first is not known any more', other, { id: 2, known: null }, null],
])('a fork follows %s', (_, shown, first, expected) => {
  expect(firstParent(shown, first)).toBe(expected);
});
