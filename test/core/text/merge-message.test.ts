import { describe, expect, it } from 'vitest';
import { mergeMessage, mergeNote } from '../../../src/core/text/merge-message.ts';

const ends = (branch: string, into = 'main') => ({
  upstream: { owner: 'up', name: 'hello', branch },
  fork: { owner: 'octo', name: 'hello', branch: into },
});

describe('mergeMessage', () => {
  it.each([
    ['main', 'main', 'Merge main of up/hello'],
    ['dev', 'main', 'Merge dev of up/hello into main'],
    ['fixes-#12', 'fixes-#12', 'Merge fixes-＃12 of up/hello'],
    ['a@octocat', 'a@octocat', 'Merge a＠octocat of up/hello'],
    ['[skip-ci]', '[skip-ci]', 'Merge ［skip-ci］ of up/hello'],
    ['closes-GH-7', 'closes-GH-7', 'Merge closes-GH‑7 of up/hello'],
    ['main\u{200B}\n\nskip-checks: true', 'main', 'Merge main\u{FFFD} skip-checks: true of up/hello into main'],
  ])('%s into %s', (branch, into, message) => {
    expect(mergeMessage(ends(branch, into))).toBe(message);
  });
});

it('is followed by what it held of upstream, which references nothing', () => {
  const note = mergeNote({ number: 7, upstreamSha: '0123456789abcdef0123456789abcdef01234567' });
  expect(note).toBe('Pull request 7, up to commit 0123\u{202F}4567\u{202F}89ab of upstream.');
});
