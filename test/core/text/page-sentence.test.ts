import { describe, expect, it, test } from 'vitest';
import { reasons } from '../../../src/core/reason.ts';
import { pageSentence } from '../../../src/core/text/page-sentence.ts';
import { plannedSentence } from '../../../src/core/text/planned.ts';
import { sentenceFor } from '../../../src/core/text/sentence.ts';
import { exactTime, relativeTime } from '../../../src/core/text/time.ts';

const facts = {
  fork: { owner: 'octo', name: 'hello', branch: 'main' },
  upstream: { owner: 'up', name: 'hello', branch: 'main' },
  webUrl: 'https://github.com',
  installationId: 1,
  accountType: 'User' as const,
  pull: { number: 7, url: 'https://github.com/octo/hello/pull/7' },
  missing: 3,
  retryAt: '2026-01-01T10:20:30.000Z',
  detail: null,
};
const shown = (sentence: string) =>
  pageSentence(sentence)
    .map((part) => ('link' in part ? `[${part.text}](${part.link})` : part.text))
    .join('');

describe('a sentence on a page', () => {
  it.each(reasons)('%s names no request of the API, and keeps every address', (reason) => {
    const sentence = sentenceFor(reason, facts);
    const addresses = sentence.match(/https:\/\/\S+/g) ?? [];
    expect(shown(sentence)).not.toMatch(/\/v1\/|:id|[{}]|DRY_RUN=/);
    expect(pageSentence(sentence).flatMap((part) => ('link' in part ? [part.link] : []))).toEqual(addresses);
  });

  test.each([
    ['held-pull-closed', 'held-delay'],
    ['disabled', 'mirrored'],
    ['upstream-missing', 'fork-missing'],
  ] as const)('%s and %s read well', (...both) => {
    expect(both.map((reason) => shown(sentenceFor(reason, facts))).join('\n')).toMatchSnapshot();
  });

  test('of a plan names the button', () => {
    const sentence = plannedSentence({ reason: 'pull-opened', actions: [{ type: 'open-pull' }] }, facts);
    expect(shown(sentence)).toBe(
      'A sync would open a pull request with 3 commits of main of up/hello for main of octo/hello: press Sync to have it done now.',
    );
  });

  test('links what is an address and nothing around it', () => {
    expect(shown('see https://github.com/octo/hello, and https://ghe.example/.')).toBe(
      'see [octo/hello](https://github.com/octo/hello), and [https://ghe.example/](https://ghe.example/).',
    );
    const long = `https://github.com/octo/${'a'.repeat(100)}/pull/7`;
    expect(shown(long)).toBe(`[octo/${'a'.repeat(25)}…${'a'.repeat(22)}/pull/7](${long})`);
  });
});

test.each([
  [0, 'in a moment'],
  [-1, 'just now'],
  [-59_999, 'just now'],
  [-60_000, '1 minute ago'],
  [-3 * 3_600_000, '3 hours ago'],
  [-86_400_000, '1 day ago'],
  [-40 * 86_400_000, '1 month ago'],
  [-800 * 86_400_000, '2 years ago'],
  [90_000, 'in 1 minute'],
])('%i ms from now is %s', (ms, words) => {
  const now = new Date('2026-11-29T01:11:30Z');
  expect(relativeTime(new Date(now.getTime() + ms), now)).toBe(words);
  expect(exactTime(now)).toBe('2026-11-29 01:11 UTC');
});
