import { describe, expect, it, test } from 'vitest';
import { reasons } from '../../../src/core/reason.ts';
import { branchLine } from '../../../src/core/text/branch-line.ts';
import { markdownSentence, type SentenceFacts, sentenceFor } from '../../../src/core/text/sentence.ts';
import { mergeCommands } from '../../../src/core/text/shell.ts';

const upstream = {
  owner: 'gitlab.com',
  name: 'group/project',
  branch: 'main',
  url: 'https://gitlab.com/group/project.git',
};
const facts: SentenceFacts = {
  fork: { owner: 'octo', name: 'hello', branch: 'main' },
  upstream,
  webUrl: 'https://github.com',
  installationId: 42,
  pull: null,
  missing: 3,
  retryAt: null,
  detail: null,
};

describe('an upstream that is not on GitHub', () => {
  it('has no page of GitHub in any sentence', () => {
    for (const reason of reasons) {
      for (const sentence of [sentenceFor(reason, facts), markdownSentence(reason, facts)]) {
        expect(sentence).not.toMatch(/github\.com\/(gitlab|group)|POST \/v1\/links or/);
      }
    }
  });

  it('is spoken of as what it is', () => {
    expect(sentenceFor('upstream-missing', { ...facts, detail: 'there is no such repository' })).toBe(
      'gitlab.com/group/project cannot be fetched (“there is no such repository”): see whether it is there at https://gitlab.com/group/project.git or name another in https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml or remove it there.',
    );
    expect(sentenceFor('upstream-branch-missing', facts)).toBe(
      'gitlab.com/group/project has no branch main: see https://gitlab.com/group/project.git for those it has, and name another in https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml or remove it there.',
    );
    expect(sentenceFor('github-unavailable', { ...facts, silent: 'gitlab.com', detail: 'it took too long' })).toBe(
      'gitlab.com did not answer as it should about gitlab.com/group/project (“it took too long”): there is nothing to do, Backstroke tries again by itself.',
    );
    expect(sentenceFor('github-unavailable', facts)).toBe(
      'GitHub did not answer as it should about octo/hello: there is nothing to do, Backstroke tries again by itself.',
    );
  });
});

test('it is no remote of the commands, which are for GitHub, even where its host is called like a person', () => {
  const { fork, webUrl } = facts;
  const named = { owner: 'git', name: 'project', branch: 'main' };
  expect(mergeCommands({ fork, upstream: named, webUrl })).not.toBeNull();
  expect(mergeCommands({ fork, upstream: { ...named, url: 'https://git/project' }, webUrl })).toBeNull();
});

test('a file that names it says that it is fetched later', () => {
  expect(branchLine({ forkBranch: 'main', upstream, plan: null })).toBe(
    '- `main` ← `gitlab.com/group/project` `main`: it is fetched with git and compared once this file counts',
  );
});
