import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible } from '../../../src/core/text/harmless.ts';
import { commits, pullRequestBody, pullRequestTitle } from '../../../src/core/text/pull-request.ts';
import { canBeTyped } from '../../../src/core/text/shell.ts';
import { hostile, hostileBranch } from './hostile.ts';
import { faults, parse } from './markdown.ts';

const fork = { owner: 'octo', name: 'hello', branch: 'main' };
const upstream = { owner: 'up', name: 'hello', branch: 'main' };
const webUrl = 'https://github.com';
const given = { fork, upstream, webUrl, installationId: 12345678, missing: 3, own: 0, headSha: 'c0ffee1'.repeat(6) };

describe('pullRequestTitle', () => {
  it('names upstream and, where it differs, the branch it goes to', () => {
    expect(pullRequestTitle({ upstream, fork })).toMatchInlineSnapshot(`"Sync up/hello main"`);
    expect(pullRequestTitle({ upstream: { ...upstream, branch: 'release/@x#1' }, fork })).toMatchInlineSnapshot(
      `"Sync up/hello release/＠x＃1 into main"`,
    );
  });

  it('mentions, references and links nothing, and fits', () => {
    fc.assert(
      fc.property(hostileBranch, hostileBranch, (upstream, fork) => {
        const title = pullRequestTitle({ upstream, fork });
        expect(faults(title)).toEqual([]);
        expect(Array.from(title).length).toBeLessThanOrEqual(250);
      }),
      { numRuns: 500 },
    );
  });

  it('shows the longest names that GitHub allows without losing the branch', () => {
    const long = { owner: 'o'.repeat(39), name: 'n'.repeat(100), branch: 'x'.repeat(255) };
    expect(pullRequestTitle({ upstream: long, fork })).toMatch(/^Sync o+\/n+… x+… into main$/);
  });
});

describe('pullRequestBody', () => {
  it('says why it came and how to stop it', () => {
    expect(pullRequestBody(given)).toMatchInlineSnapshot(`
      "When this was opened, \`main\` of \`octo/hello\` lacked 3 commits of \`main\` of \`up/hello\` (up to \`c0ffee1\`); Backstroke opened it because its GitHub App is installed on this fork.

      **Merge** it to take upstream's commits (until then it follows upstream by itself), or **close** it to stop: Backstroke opens no other for this branch until someone reopens this one, and [deselecting this repository or uninstalling the App](https://github.com/octo/hello/settings/installations) stops it altogether.

      The head of this pull request is upstream's own branch: for people who may write there, the buttons **Update branch**, **Resolve conflicts** and **Delete branch** act on upstream, so please leave them alone.

      <details>
      <summary>If there are conflicts</summary>

      In a clone of this fork whose remote \`origin\` is the fork (on Windows, in Git Bash):

      \`\`\`sh
      git switch 'main' &&
      git pull --ff-only origin 'refs/heads/main' &&
      git fetch 'https://github.com/up/hello.git' 'refs/heads/main' &&
      git merge FETCH_HEAD
      \`\`\`

      Resolve and commit what Git names, then push; GitHub marks this pull request as merged:

      \`\`\`sh
      git push origin 'HEAD:refs/heads/main'
      \`\`\`

      </details>"
    `);
  });

  it('counts what the fork has, and says how to release', () => {
    const more = {
      missing: 1234567,
      own: 1,
      accountType: 'Organization',
      publicUrl: 'https://b.example/',
      linkId: 'l1',
    } as const;
    expect(pullRequestBody({ ...given, ...more })).toMatchInlineSnapshot(`
      "When this was opened, \`main\` of \`octo/hello\` lacked 1,234,567 commits of \`main\` of \`up/hello\` (up to \`c0ffee1\`) and had 1 commit of its own; Backstroke opened it because its GitHub App is installed on this fork.

      **Merge** it to take upstream's commits (until then it follows upstream by itself), or **close** it to stop: Backstroke opens no other for this branch until someone reopens this one or releases the link (below), and [deselecting this repository or uninstalling the App](https://github.com/organizations/octo/settings/installations/12345678) stops it altogether.

      The head of this pull request is upstream's own branch: for people who may write there, the buttons **Update branch**, **Resolve conflicts** and **Delete branch** act on upstream, so please leave them alone.

      <details>
      <summary>If there are conflicts</summary>

      In a clone of this fork whose remote \`origin\` is the fork (on Windows, in Git Bash):

      \`\`\`sh
      git switch 'main' &&
      git pull --ff-only origin 'refs/heads/main' &&
      git fetch 'https://github.com/up/hello.git' 'refs/heads/main' &&
      git merge FETCH_HEAD
      \`\`\`

      Resolve and commit what Git names, then push; GitHub marks this pull request as merged:

      \`\`\`sh
      git push origin 'HEAD:refs/heads/main'
      \`\`\`

      </details>

      <details>
      <summary>If you closed this and want it back</summary>

      Reopen it here, or send \`POST https://b.example/v1/links/l1/sync\` with the body \`{"release": true}\`; that takes push access to this fork.

      </details>"
    `);
  });

  it('leaves commands out when a name cannot be quoted for certain', () => {
    expect(pullRequestBody({ ...given, upstream: { ...upstream, branch: "x'$(id)'" } })).not.toContain('git ');
  });

  it('has every name in code, and one link, to the settings of the fork', () => {
    fc.assert(
      fc.property(
        hostileBranch,
        hostileBranch,
        hostile,
        fc.nat(),
        fc.nat(),
        account,
        (upstream, fork, headSha, missing, own, accountType) => {
          const extra = accountType === undefined ? {} : { accountType };
          const facts = {
            ...given,
            upstream,
            fork,
            headSha,
            missing,
            own,
            ...extra,
            publicUrl: 'https://b.example',
            linkId: 'l1',
          };
          const body = pullRequestBody(facts);
          const parsed = parse(body);
          const text = parsed.text.replace(/^(<details>|<summary>[A-Za-z ]+<\/summary>|<\/details>)$/gm, '');
          expect(faults(text)).toEqual([]);
          const shown = [
            fork.branch,
            `${fork.owner}/${fork.name}`,
            upstream.branch,
            `${upstream.owner}/${upstream.name}`,
          ];
          expect(parsed.spans.slice(0, 4)).toEqual(shown.map((name) => visible(name)));
          expect(parsed.links).toHaveLength(1);
          expect(parsed.links[0]).toMatch(/^https:\/\/github\.com\/[\w.~%/-]*settings\/installations(\/12345678)?$/);
          expect(parsed.blocks).toHaveLength(canBeTyped(upstream) && canBeTyped(fork) ? 2 : 0);
          expect(body.length).toBeLessThan(10_000);
        },
      ),
      { numRuns: 500 },
    );
  });
});

const account = fc.constantFrom('User' as const, 'Organization' as const, undefined);

describe('commits', () => {
  it.each([
    [1, '1 commit'],
    [2, '2 commits'],
    [999, '999 commits'],
    [1000, '1,000 commits'],
    [1234567, '1,234,567 commits'],
  ])('%d is %s', (count, expected) => expect(commits(count)).toBe(expected));
});
