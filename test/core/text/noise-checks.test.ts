/** Whatever upstream, a fork or a configuration file says: a check run mentions, references and links nothing but GitHub's own pages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configPath } from '../../../src/core/config/file.ts';
import { unmerged } from '../../../src/core/merging.ts';
import { reasons } from '../../../src/core/reason.ts';
import { goodDefaults, goodFile, invalidFile } from '../../../src/core/text/config-check.ts';
import { curedCheckText, linkCheckText } from '../../../src/core/text/link-check.ts';
import { markdownSentence, type SentenceFacts } from '../../../src/core/text/sentence.ts';
import { noise, quietMarkdown } from './gfm.ts';
import { branches, words } from './noisy.ts';

const runs = { numRuns: 300 };

describe('check runs', () => {
  const sentenceFacts: fc.Arbitrary<SentenceFacts> = fc
    .record({
      fork: branches,
      upstream: branches,
      detail: words,
      files: fc.array(words, { maxLength: 4 }),
      at: fc.nat(9),
    })
    .map(({ fork, upstream, detail, files, at }) => ({
      fork,
      upstream,
      webUrl: 'https://github.com',
      installationId: 42,
      pull: at > 4 ? { number: at, url: `https://github.com/octo/hello/pull/${at}` } : null,
      missing: at * 1_111_111,
      own: at,
      instead: at > 6 ? 'conflict' : null,
      files,
      unmerged: { ...unmerged, failed: files, pending: files, method: at > 7 ? 'squash' : null },
      retryAt: null,
      detail,
    }));

  /** Of the fork, its owner, the App or upstream: made of names, every one percent-encoded. */
  const pages = [/^https:\/\/github\.com\/[\w.~%/:?=+-]*$/];

  it('of links: a sentence with links to pages alone', () => {
    fc.assert(
      fc.property(sentenceFacts, fc.constantFrom(...reasons), (given, reason) => {
        quietMarkdown(markdownSentence(reason, given), pages);
        for (const text of [linkCheckText('conflict', given), curedCheckText(reason, given)]) {
          quietMarkdown(text.summary, pages);
          expect(noise(text.title)).toEqual([]);
        }
      }),
      runs,
    );
  });

  it('of configuration files', () => {
    fc.assert(
      fc.property(branches, words, fc.constantFrom(...reasons), (upstream, text, reason) => {
        const at = { path: configPath, defaultBranch: text, inUse: false };
        const plan = { reason, missing: 12_345_678, pull: { number: 7, url: `https://github.com/${text}` } };
        const branch = { forkBranch: text, upstream, plan };
        for (const answer of [
          goodFile(at, {
            kind: 'valid',
            enabled: true,
            branches: [branch],
            more: 3,
            merges: ['squash', 'rebase'],
            problems: [],
          }),
          goodDefaults(at, 'valid', { owner: upstream.owner, merges: ['rebase'] }),
          invalidFile(at, [], 'file'),
        ]) {
          quietMarkdown(answer.summary);
          expect(noise(answer.title)).toEqual([]);
        }
      }),
      runs,
    );
  });
});
