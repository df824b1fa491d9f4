import { expect, it } from 'vitest';
import { commits } from '../../../src/core/text/count.ts';

it.each([
  [1, '1 commit'],
  [2, '2 commits'],
  [999, '999 commits'],
  [1000, '1,000 commits'],
  [1234567, '1,234,567 commits'],
])('%d is %s', (count, expected) => expect(commits(count)).toBe(expected));
