import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Reason, reasons } from '../../../src/core/reason.ts';
import { markdownSentence, type SentenceFacts, sentenceFor } from '../../../src/core/text/sentence.ts';
import { hostile, hostileBranch } from './hostile.ts';
import { faults } from './markdown.ts';

const facts: SentenceFacts = {
  fork: { owner: 'octo', name: 'hello', branch: 'main' },
  upstream: { owner: 'up', name: 'hello', branch: 'dev' },
  webUrl: 'https://github.com',
  installationId: 42,
  accountType: 'User',
  appUrl: 'https://github.com/apps/backstroke',
  pull: { number: 7, url: 'https://github.com/octo/hello/pull/7' },
  missing: 3,
  retryAt: '2026-01-02T03:04:05Z',
  detail: 'Resource not accessible by integration.',
};
const bare: SentenceFacts = { ...facts, pull: null, missing: null, retryAt: null, detail: null };
const all = (given: SentenceFacts) => Object.fromEntries(reasons.map((reason) => [reason, sentenceFor(reason, given)]));

describe('sentenceFor', () => {
  it('has a sentence for every reason', () => {
    expect(all(facts)).toMatchInlineSnapshot(`
      {
        "branch-created": "main of octo/hello was created from dev of up/hello: find it at https://github.com/octo/hello/tree/main and work on it as you like.",
        "branch-protected": "A rule keeps the App from changing main of octo/hello (“Resource not accessible by integration”): open https://github.com/octo/hello/settings/rules or https://github.com/octo/hello/settings/branches to let the App bypass it.",
        "config-invalid": "The configuration has a problem (“Resource not accessible by integration”) and the last valid one stays in use: correct https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml to have it taken.",
        "conflict": "dev of up/hello and main of octo/hello changed the same lines: open pull request https://github.com/octo/hello/pull/7 to see where, merge them in a clone and push the result, or close it to stop; not all that the settings say of conflicts was done (“Resource not accessible by integration”).",
        "disabled": "The sync from dev of up/hello to main of octo/hello is turned off: turn it on with PATCH /v1/links/:id and {"enabled": true}.",
        "failed": "Something failed on Backstroke's side (“Resource not accessible by integration”): wait, Backstroke tries again after 2026-01-02T03:04:05Z, and tell its operator when it keeps failing.",
        "fast-forwarded": "main of octo/hello was moved forward to dev of up/hello without a pull request: see https://github.com/octo/hello/commits/main for what came.",
        "fork-archived": "octo/hello is archived and cannot be changed: open https://github.com/octo/hello/settings and unarchive it.",
        "fork-branch-missing": "main of octo/hello does not exist: open https://github.com/octo/hello/branches and create it, or write create: true for it in https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml to have it created.",
        "fork-missing": "octo/hello is gone or the App may not see it: open https://github.com/settings/installations/42 and select it, or remove this link with DELETE /v1/links/:id.",
        "github-unavailable": "GitHub did not answer as it should about octo/hello (“Resource not accessible by integration”): there is nothing to do, Backstroke tries again after 2026-01-02T03:04:05Z.",
        "held-checks": "Pull request https://github.com/octo/hello/pull/7 is merged once GitHub calls it clean, and waits for what GitHub asks for (“Resource not accessible by integration”): see to that there, or merge it yourself.",
        "held-delay": "What is new in dev of up/hello is taken once Backstroke has seen it there for as long as the delay in https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml says: wait until 2026-01-02T03:04:05Z, or send POST /v1/links/:id/sync with {"release": true} to have it now.",
        "held-interval": "main of octo/hello was synced within the period that was set: wait until 2026-01-02T03:04:05Z, or shorten the period in https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml to have it sooner.",
        "held-max-open": "octo has as many open pull requests of Backstroke as were allowed: merge or close some of those at https://github.com/pulls?q=is%3Apr+is%3Aopen+user%3Aocto to have the next one opened.",
        "held-pull-closed": "Somebody closed pull request https://github.com/octo/hello/pull/7 and Backstroke opens no other for main of octo/hello until you reopen it there, or release it to have one opened again (POST /v1/links/:id/sync with {"release": true}).",
        "held-undone": "An undo of main of octo/hello was asked for and could not be done (“Resource not accessible by integration”), so Backstroke leaves it as https://github.com/octo/hello/commits/main shows it until you send POST /v1/links/:id/sync with {"release": true}.",
        "held-upstream-pull-open": "main of octo/hello is the head of an open pull request, so it is not moved: have those in https://github.com/up/hello/pulls?q=is%3Apr+is%3Aopen+head%3Amain merged or closed, or turn hold-while-upstream-pull-open off in https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml to go on.",
        "held-upstream-rewritten": "dev of up/hello was rewritten, so commits that main of octo/hello has are no longer in it: look at https://github.com/octo/hello/compare/main...up:hello:dev and send POST /v1/links/:id/sync with {"release": true} to go on.",
        "merged": "dev of up/hello was merged into main of octo/hello without a pull request: see https://github.com/octo/hello/commits/main for what came.",
        "mirrored": "main of octo/hello was made equal to dev of up/hello after a backup: see https://github.com/octo/hello/commits/main for the result, or take it back with POST /v1/links/:id/undo.",
        "missing-permission": "GitHub did not let the App do this in octo/hello (“Resource not accessible by integration”): open https://github.com/settings/installations/42 and accept the permissions it asks for.",
        "not-installed": "The App is not installed on octo/hello: open https://github.com/apps/backstroke/installations/new and select the repository to have it synced.",
        "planned": "Nothing was written because this was a dry run: see https://github.com/octo/hello/compare/main...up:hello:dev for what it would have brought from dev of up/hello, and turn DRY_RUN off to have it done.",
        "pull-closed-caught-up": "Pull request https://github.com/octo/hello/pull/7 was closed by Backstroke because main of octo/hello already has everything it offered, so there is nothing to do.",
        "pull-merged": "Pull request https://github.com/octo/hello/pull/7 is merged, which brought main of octo/hello up to date, so there is nothing to do.",
        "pull-open": "Pull request https://github.com/octo/hello/pull/7 is open with 3 commits of dev of up/hello, though its text could not be rewritten (“Resource not accessible by integration”): merge it to take them, or close it to stop.",
        "pull-opened": "Pull request https://github.com/octo/hello/pull/7 was opened with 3 commits of dev of up/hello, but not with all that its settings say (“Resource not accessible by integration”): merge it to bring main of octo/hello up to date.",
        "pull-updated": "Pull request https://github.com/octo/hello/pull/7 has followed dev of up/hello and now brings 3 commits, though its text could not be rewritten (“Resource not accessible by integration”): merge it to bring main of octo/hello up to date.",
        "pulls-disabled": "octo/hello takes no pull requests from the App (“Resource not accessible by integration”): open https://github.com/octo/hello/settings and allow pull requests under Features.",
        "rate-limited": "GitHub takes no more requests for octo for the moment (“Resource not accessible by integration”): there is nothing to do, Backstroke tries again after 2026-01-02T03:04:05Z.",
        "rebased": "The fork's own commits on main of octo/hello were replayed on dev of up/hello: see https://github.com/octo/hello/commits/main for the result, or take it back with POST /v1/links/:id/undo.",
        "suspended": "The App is suspended for octo: open https://github.com/settings/installations/42 and unsuspend it to have main of octo/hello synced.",
        "tags-created": "New tags of up/hello were copied to octo/hello: see https://github.com/octo/hello/tags for the list, there is nothing to do.",
        "undone": "main of octo/hello was put back to where it stood before Backstroke moved it (see https://github.com/octo/hello/commits/main for its commits) and stays there until you send POST /v1/links/:id/sync with {"release": true}.",
        "unrelated-histories": "main of octo/hello and dev of up/hello have no commit in common, so GitHub makes no pull request: follow another with POST /v1/links or remove this link with DELETE /v1/links/:id.",
        "up-to-date": "main of octo/hello has everything that dev of up/hello has, so there is nothing to do.",
        "upstream-branch-missing": "up/hello has no branch dev: see https://github.com/up/hello/branches for those it has, and follow another with POST /v1/links or remove this link with DELETE /v1/links/:id.",
        "upstream-missing": "up/hello is gone or is another repository than the one this link was made for (“Resource not accessible by integration”): follow another with POST /v1/links or remove this link with DELETE /v1/links/:id.",
        "upstream-opted-out": "up/hello asks not to be the head of pull requests in forks: use the button Sync fork at https://github.com/octo/hello/tree/main instead, or set pull-request.head to fork in https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml to have them.",
        "upstream-private": "up/hello is private and Backstroke does not bring it to main of octo/hello (“Resource not accessible by integration”): have that changed, or follow another with POST /v1/links or remove this link with DELETE /v1/links/:id.",
      }
    `);
  });

  it('does without what is not known', () => {
    const changed = (reason: Reason) => sentenceFor(reason, bare) !== sentenceFor(reason, facts);
    expect(
      Object.fromEntries(reasons.filter(changed).map((reason) => [reason, sentenceFor(reason, bare)])),
    ).toMatchInlineSnapshot(`
      {
        "branch-protected": "A rule keeps the App from changing main of octo/hello: open https://github.com/octo/hello/settings/rules or https://github.com/octo/hello/settings/branches to let the App bypass it.",
        "config-invalid": "The configuration has a problem and the last valid one stays in use: correct https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml to have it taken.",
        "conflict": "dev of up/hello and main of octo/hello changed the same lines: open a pull request in https://github.com/octo/hello/pulls to see where, merge them in a clone and push the result, or close it to stop.",
        "failed": "Something failed on Backstroke's side: wait, Backstroke tries again by itself, and tell its operator when it keeps failing.",
        "github-unavailable": "GitHub did not answer as it should about octo/hello: there is nothing to do, Backstroke tries again by itself.",
        "held-checks": "A pull request in https://github.com/octo/hello/pulls is merged once GitHub calls it clean, and waits for a check or a rule that Backstroke cannot see: see to that there, or merge it yourself.",
        "held-delay": "What is new in dev of up/hello is taken once Backstroke has seen it there for as long as the delay in https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml says: wait for it to pass, or send POST /v1/links/:id/sync with {"release": true} to have it now.",
        "held-interval": "main of octo/hello was synced within the period that was set: wait for it to pass, or shorten the period in https://github.com/octo/hello/blob/HEAD/.github/backstroke.yml to have it sooner.",
        "held-pull-closed": "Somebody closed a pull request in https://github.com/octo/hello/pulls and Backstroke opens no other for main of octo/hello until you reopen it there, or release it to have one opened again (POST /v1/links/:id/sync with {"release": true}).",
        "held-undone": "An undo of main of octo/hello was asked for, so Backstroke leaves it as https://github.com/octo/hello/commits/main shows it until you send POST /v1/links/:id/sync with {"release": true}.",
        "missing-permission": "GitHub did not let the App do this in octo/hello: open https://github.com/settings/installations/42 and accept the permissions it asks for.",
        "pull-closed-caught-up": "A pull request in https://github.com/octo/hello/pulls was closed by Backstroke because main of octo/hello already has everything it offered, so there is nothing to do.",
        "pull-merged": "A pull request in https://github.com/octo/hello/pulls is merged, which brought main of octo/hello up to date, so there is nothing to do.",
        "pull-open": "A pull request in https://github.com/octo/hello/pulls is open with new commits of dev of up/hello: merge it to take them, or close it to stop.",
        "pull-opened": "A pull request in https://github.com/octo/hello/pulls was opened with new commits of dev of up/hello: merge it to bring main of octo/hello up to date.",
        "pull-updated": "A pull request in https://github.com/octo/hello/pulls has followed dev of up/hello and now brings new commits: merge it to bring main of octo/hello up to date.",
        "pulls-disabled": "octo/hello takes no pull requests from the App: open https://github.com/octo/hello/settings and allow pull requests under Features.",
        "rate-limited": "GitHub takes no more requests for octo for the moment: there is nothing to do, Backstroke tries again by itself.",
        "upstream-missing": "up/hello is gone or is another repository than the one this link was made for: follow another with POST /v1/links or remove this link with DELETE /v1/links/:id.",
        "upstream-private": "up/hello is private and Backstroke does not bring it to main of octo/hello: have that changed, or follow another with POST /v1/links or remove this link with DELETE /v1/links/:id.",
      }
    `);
  });

  it('says of a branch that was deleted what creates it again', () => {
    expect(sentenceFor('fork-branch-missing', { ...facts, deleted: true })).toMatchInlineSnapshot(
      `"main of octo/hello was deleted, so Backstroke does not create it again: open https://github.com/octo/hello/branches and restore it, or have it created with POST /v1/links/:id/sync with {"release": true}."`,
    );
  });

  it('sends people to the settings of the account the App is on', () => {
    const { accountType: _, appUrl: __, ...unknown } = facts;
    const page = (given: SentenceFacts, reason: Reason) => /https:\S+/.exec(sentenceFor(reason, given))?.[0];
    expect(page(facts, 'suspended')).toBe('https://github.com/settings/installations/42');
    expect(page({ ...facts, accountType: 'Organization' }, 'suspended')).toBe(
      'https://github.com/organizations/octo/settings/installations/42',
    );
    expect(page(unknown, 'suspended')).toBe('https://github.com/octo/hello/settings/installations');
    expect(page(unknown, 'not-installed')).toBe('https://github.com/octo/hello/settings/installations');
    expect(page({ ...facts, webUrl: 'https://ghe.example/' }, 'suspended')).toBe(
      'https://ghe.example/settings/installations/42',
    );
  });

  it.each(reasons)('%s: one sentence, its addresses followed by a space', (reason) => {
    for (const given of [facts, bare]) {
      const sentence = sentenceFor(reason, given);
      expect(sentence).toMatch(/\.$/);
      const outside = sentence.replace(/“[^”]*”/g, '').replace(/https:\/\/\S+/g, '');
      expect(outside.slice(0, -1)).not.toMatch(/[.!?]\s/);
      for (const [address] of sentence.matchAll(/https?:\S+\s?/g)) expect(address).toMatch(/[\w/]\s$/);
      expect(sentence.length).toBeLessThan(300);
      expect(sentence).not.toMatch(/undefined|null|NaN|\s\s/);
    }
  });

  it('shows hostile words on one line with nothing hidden', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...reasons),
        hostileBranch,
        hostileBranch,
        hostile,
        (reason, fork, upstream, detail) => {
          const sentence = sentenceFor(reason, { ...facts, fork, upstream, detail, accountType: 'Organization' });
          expect(faults(sentence)).not.toContain('hidden');
          expect(sentence).not.toContain('\n');
          expect(sentence).toMatch(/\.$/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('names three files of a conflict, and shows hostile ones harmless', () => {
    const said = (...files: string[]) => sentenceFor('pull-opened', { ...facts, instead: 'conflict', files });
    expect(said()).toContain(', because main of octo/hello and upstream changed the same lines, but');
    expect(said('a', 'b', 'c', 'd', 'e')).toContain('changed the same lines of a, b, c and 2 more, but');
    fc.assert(fc.property(hostile, (file) => void expect(faults(said(file))).not.toContain('hidden')));
    const posted = markdownSentence('pull-opened', { ...facts, instead: 'conflict', files: ['@mona #1'] });
    expect(posted).toContain('the same lines of `@mona #1`');
  });

  it('encodes names in addresses', () => {
    const fork = { ...facts.fork, branch: "feat/#1?(x)'\ud800" };
    expect(sentenceFor('branch-created', { ...facts, fork })).toContain(
      'https://github.com/octo/hello/tree/feat/%231%3F%28x%29%27%EF%BF%BD ',
    );
  });
});
