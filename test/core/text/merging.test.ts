import { describe, expect, it } from 'vitest';
import { configPath } from '../../../src/core/config/file.ts';
import { unmerged } from '../../../src/core/merging.ts';
import { type Follows, goodDefaults, goodFile } from '../../../src/core/text/config-check.ts';
import { pullRequestBody } from '../../../src/core/text/pull-request.ts';
import { type SentenceFacts, sentenceFor } from '../../../src/core/text/sentence.ts';
import { plainest } from './bodies.ts';
import { faults, parse } from './markdown.ts';

const facts: SentenceFacts = {
  fork: { owner: 'octo', name: 'hello', branch: 'main' },
  upstream: { owner: 'up', name: 'hello', branch: 'dev' },
  webUrl: 'https://github.com',
  installationId: 42,
  pull: { number: 7, url: 'https://github.com/octo/hello/pull/7' },
  missing: 3,
  retryAt: null,
  detail: null,
};
const inUse = { path: configPath, defaultBranch: 'main', inUse: true };
const follows = ({ merges }: Pick<Follows, 'merges'>): Follows => ({
  kind: 'valid',
  enabled: true,
  branches: [
    {
      forkBranch: 'main',
      upstream: { owner: 'up', name: 'hello', branch: 'main' },
      plan: { reason: 'up-to-date', missing: 0, pull: null },
    },
  ],
  more: 0,
  merges,
  problems: [],
});

describe('a sentence', () => {
  it.each([
    [
      { failed: ['lint'], pending: [] },
      'waits for checks that failed (lint): see to that there, or merge it yourself.',
    ],
    [
      { failed: ['lint'], pending: ['build'], review: true },
      'waits for an approving review, checks that failed (lint) and checks that are not done (build): see',
    ],
    [{ pending: ['1', '2', '3', '4', '5', '6', '7'] }, 'checks that are not done (1, 2, 3, 4, 5 and 2 more): see'],
    [
      { draft: true, changes: true },
      'somebody to mark it as ready for review and what a reviewer asked to be changed: ',
    ],
    [{ behind: true }, 'somebody to merge it, since a rule asks for branches that are up to date, as its head is not'],
    [{ fresh: true }, 'waits for a minute from its newest commit on, in which checks may begin: see to that there'],
    [{}, 'waits for a check or a rule that Backstroke cannot see: '],
  ])('says what a pull request waits for: %j', (given, words) => {
    const waiting = { ...facts, unmerged: { ...unmerged, ...given } };
    expect(sentenceFor('held-checks', waiting)).toContain(words);
  });

  it("has GitHub's words where it refused to merge, and the checkbox that would allow it", () => {
    const said = { ...facts, detail: 'Required status check "ci" is expected.' };
    expect(sentenceFor('held-checks', said)).toContain(
      'waits for what GitHub asks for (“Required status check "ci" is expected”): see to that',
    );
    const refused = { ...facts, unmerged: { ...unmerged, method: 'squash' as const } };
    expect(sentenceFor('branch-protected', refused)).toBe(
      'Pull request https://github.com/octo/hello/pull/7 is not merged because a way to merge is turned off in octo/hello: open https://github.com/octo/hello/settings and tick “Allow squash merging” under Pull Requests, or have https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml say another `merge`.',
    );
  });

  it('does not ask anybody to merge what Backstroke merges', () => {
    for (const reason of ['pull-opened', 'pull-updated', 'pull-open'] as const) {
      expect(sentenceFor(reason, { ...facts, merging: true })).toContain(
        ': Backstroke merges it once GitHub calls it clean',
      );
    }
  });
});

describe('a way to merge that copies commits', () => {
  it('is warned of where the file is accepted', () => {
    const answer = goodFile(inUse, follows({ merges: ['merge', 'squash', 'squash', 'rebase'] }));
    expect(answer).toMatchObject({ conclusion: 'success', title: '1 branch is kept up to date, with a warning' });
    expect(answer.summary).toMatchInlineSnapshot(`
      "**Before you keep this:** \`rebase\` gives the fork copies of upstream's commits with ids of their own, and \`squash\` gives the fork one commit in the place of upstream's, so the fork never has the commits that upstream has. GitHub finds them missing for ever: the next pull request lists all of them again beside what is new, lines that came before may conflict, and the branch can be moved forward no more. \`merge: merge\` does none of that, nor do the strategies \`fast-forward\` and \`merge\`, which need no pull request. To mend a branch on which it was done, merge the next pull request with a merge commit.

      What a sync would do now:

      - \`main\` ← \`up/hello\` \`main\`: it has everything (\`up-to-date\`)"
    `);
    expect(faults(parse(answer.summary).text)).toEqual([]);
    const defaults = goodDefaults(inUse, 'valid', { owner: 'octo', merges: ['squash'] });
    expect(defaults).toMatchObject({ title: 'Defaults for all forks, with a warning' });
    expect(defaults.summary).toContain('`squash` gives the fork one commit');
  });

  it('is no other', () => {
    const answer = goodFile(inUse, follows({ merges: ['merge', 'never'] }));
    expect(answer.title).toBe('1 branch is kept up to date');
    expect(answer.summary).not.toContain('Before you keep this');
  });
});

describe('the body of a pull request', () => {
  it.each([
    ['merge', 'Backstroke **merges** this by itself (with a merge commit) once GitHub calls it clean'],
    ['squash', '(squashed to one commit)'],
    ['rebase', '(as new commits on top of the branch)'],
  ] as const)('that is merged by itself by %s: says so', (merge, words) => {
    const body = pullRequestBody({ ...plainest, merge });
    expect(body).toContain(words);
    expect(body).not.toContain('**Merge** this');
  });
});
