import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personReasons, reasons } from '../../../src/core/reason.ts';
import { curedCheckText, linkCheckText } from '../../../src/core/text/link-check.ts';
import { markdownSentence, type SentenceFacts, sentenceFor } from '../../../src/core/text/sentence.ts';
import { hostile, hostileBranch } from './hostile.ts';
import { faults, parse } from './markdown.ts';

const facts: SentenceFacts = {
  fork: { owner: 'octo', name: 'hello', branch: 'main' },
  upstream: { owner: 'up', name: 'hello', branch: 'dev' },
  webUrl: 'https://github.com',
  installationId: 42,
  accountType: 'User',
  pull: { number: 7, url: 'https://github.com/octo/hello/pull/7' },
  missing: 3,
  retryAt: null,
  detail: 'Resource not accessible by @integration.',
};

describe('linkCheckText', () => {
  it('has a text for everything that needs a person', () => {
    const texts = personReasons.map((reason) => [reason, linkCheckText(reason, facts)]);
    expect(Object.fromEntries(texts)).toMatchInlineSnapshot(`
      {
        "branch-protected": {
          "summary": "A rule keeps the App from changing \`main\` of \`octo/hello\` (\`Resource not accessible by @integration\`): open <https://github.com/octo/hello/settings/rules> or <https://github.com/octo/hello/settings/branches> to let the App bypass it.",
          "title": "A rule protects the branch",
        },
        "config-invalid": {
          "summary": "The configuration has a problem (\`Resource not accessible by @integration\`) and the last valid one stays in use: correct <https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml> to have it taken.",
          "title": "The configuration has a problem",
        },
        "conflict": {
          "summary": "\`dev\` of \`up/hello\` and \`main\` of \`octo/hello\` changed the same lines: open pull request <https://github.com/octo/hello/pull/7> to see where, merge them in a clone and push the result, or close it to stop; not all that the settings say of conflicts was done (\`Resource not accessible by @integration\`).",
          "title": "Conflicts with upstream",
        },
        "fork-archived": {
          "summary": "\`octo/hello\` is archived and cannot be changed: open <https://github.com/octo/hello/settings> and unarchive it.",
          "title": "The fork is archived",
        },
        "fork-branch-missing": {
          "summary": "\`main\` of \`octo/hello\` does not exist: open <https://github.com/octo/hello/branches> and create it, or write create: true for it in <https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml> to have it created.",
          "title": "The branch is gone",
        },
        "fork-missing": {
          "summary": "\`octo/hello\` is gone or the App may not see it: open <https://github.com/settings/installations/42> and select it, or remove this link with DELETE /v1/links/:id.",
          "title": "The fork is gone",
        },
        "missing-permission": {
          "summary": "GitHub did not let the App do this in \`octo/hello\` (\`Resource not accessible by @integration\`): open <https://github.com/settings/installations/42> and accept the permissions it asks for.",
          "title": "A permission is missing",
        },
        "not-installed": {
          "summary": "The App is not installed on \`octo/hello\`: open <https://github.com/octo/hello/settings/installations> and select the repository to have it synced.",
          "title": "The App is not installed",
        },
        "pulls-disabled": {
          "summary": "\`octo/hello\` takes no pull requests from the App (\`Resource not accessible by @integration\`): open <https://github.com/octo/hello/settings> and allow pull requests under Features.",
          "title": "No pull requests from Backstroke",
        },
        "unrelated-histories": {
          "summary": "\`main\` of \`octo/hello\` and \`dev\` of \`up/hello\` have no commit in common, so GitHub makes no pull request: follow another with POST /v1/links or remove this link with DELETE /v1/links/:id.",
          "title": "Nothing in common with upstream",
        },
        "upstream-branch-missing": {
          "summary": "\`up/hello\` has no branch \`dev\`: see <https://github.com/up/hello/branches> for those it has, and follow another with POST /v1/links or remove this link with DELETE /v1/links/:id.",
          "title": "Upstream's branch is gone",
        },
        "upstream-missing": {
          "summary": "\`up/hello\` is gone or is another repository than the one this link was made for (\`Resource not accessible by @integration\`): follow another with POST /v1/links or remove this link with DELETE /v1/links/:id.",
          "title": "Upstream is gone",
        },
        "upstream-opted-out": {
          "summary": "\`up/hello\` asks not to be the head of pull requests in forks: use the button Sync fork at <https://github.com/octo/hello/tree/main> instead, or set pull-request.head to fork in <https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml> to have them.",
          "title": "Upstream asks for no pull requests",
        },
        "upstream-private": {
          "summary": "\`up/hello\` is private and Backstroke does not bring it to \`main\` of \`octo/hello\` (\`Resource not accessible by @integration\`): have that changed, or follow another with POST /v1/links or remove this link with DELETE /v1/links/:id.",
          "title": "Upstream is private",
        },
      }
    `);
  });

  it('has titles of a few words', () => {
    const titles = personReasons.map((reason) => linkCheckText(reason, facts).title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const title of titles) expect(title).toMatch(/^[A-Z][A-Za-z' ]{10,40}$/);
  });
});

describe('curedCheckText', () => {
  it('says how things are', () => {
    expect(curedCheckText('pull-opened', { ...facts, detail: null })).toMatchInlineSnapshot(`
      {
        "summary": "Pull request <https://github.com/octo/hello/pull/7> was opened with 3 commits of \`dev\` of \`up/hello\`: merge it to bring \`main\` of \`octo/hello\` up to date.",
        "title": "Nobody is needed any more",
      }
    `);
  });
});

describe('markdownSentence', () => {
  const autolink = /<https:\/\/[^<>\s]+>/g;

  it.each(reasons)('%s: says the same as the sentence', (reason) => {
    const plain = markdownSentence(reason, facts)
      .replace(/`([^`]*)`/g, '$1')
      .replace(/<(https:[^>]+)>/g, '$1');
    expect(plain).toBe(sentenceFor(reason, facts).replace(/[“”]/g, ''));
  });

  it('has every name in code, and no address but as a link to github.com', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...reasons),
        hostileBranch,
        hostileBranch,
        hostile,
        (reason, fork, upstream, detail) => {
          const markdown = markdownSentence(reason, { ...facts, fork, upstream, detail });
          const { text } = parse(markdown.replace(autolink, 'page'));
          expect(faults(text)).toEqual([]);
          expect(markdown).not.toContain('\n');
          for (const [address] of markdown.matchAll(autolink)) {
            expect(new URL(address.slice(1, -1)).origin).toBe('https://github.com');
          }
          expect(Array.from(markdown).length).toBeLessThan(20_000);
        },
      ),
      { numRuns: 500 },
    );
  });
});
