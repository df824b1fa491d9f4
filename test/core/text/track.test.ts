import { describe, expect, it } from 'vitest';
import { branchLine } from '../../../src/core/text/branch-line.ts';
import { markdownSentence, type SentenceFacts, sentenceFor } from '../../../src/core/text/sentence.ts';

const facts: SentenceFacts = {
  fork: { owner: 'octo', name: 'hello', branch: 'main' },
  upstream: { owner: 'up', name: 'hello', branch: 'main' },
  webUrl: 'https://github.com',
  installationId: 7,
  accountType: 'User',
  pull: { number: 7, url: 'https://github.com/octo/hello/pull/7' },
  missing: 3,
  retryAt: null,
  detail: null,
};
const plan = { reason: 'pull-opened' as const, missing: 3, pull: null };
const line = { forkBranch: 'main', upstream: facts.upstream, plan };

describe('what is followed in the place of a branch', () => {
  it('is named where the branch would be', () => {
    expect(sentenceFor('pull-opened', { ...facts, tag: 'v1.2.0' })).toContain('with 3 commits of v1.2.0 of up/hello:');
    expect(sentenceFor('fast-forwarded', { ...facts, tag: 'v1.2.0' })).toContain('moved forward to v1.2.0 of up/hello');
    expect(sentenceFor('pull-opened', { ...facts, tag: null })).toContain('with 3 commits of main of up/hello:');
    expect(branchLine({ ...line, tag: 'v1.2.0' })).toContain('`up/hello` `v1.2.0`: a pull request would be opened');
  });

  it('and is not there yet is waited for', () => {
    const up = { ...facts, lacking: { track: 'release', tag: null } };
    expect(sentenceFor('up-to-date', up)).toBe(
      'up/hello has no release yet, so main of octo/hello stays as it is until there is one, and there is nothing to do.',
    );
    const checked = {
      ...line,
      lacking: { track: 'release', tag: null },
      plan: { ...plan, reason: 'up-to-date' as const },
    };
    expect(branchLine(checked)).toContain('upstream has no such release or tag yet (`up-to-date`)');
    expect(branchLine({ ...checked, lacking: null })).toContain('it has everything');
  });

  it('is code on GitHub, whoever chose the name', () => {
    const tag = 'v1-@mona-#1';
    expect(markdownSentence('pull-opened', { ...facts, tag })).toContain('`v1-@mona-#1` of `up/hello`');
    const lacking = [
      { track: 'release', tag },
      { track: `tag:${tag}*`, tag: null },
    ];
    const sentences = lacking.map((one) => markdownSentence('up-to-date', { ...facts, lacking: one }));
    for (const text of sentences) expect(text.replace(/`[^`]*`/g, '')).not.toMatch(/[@#]/);
  });
});
