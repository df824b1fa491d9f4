import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyRange } from '../../../src/core/range.ts';
import { visible } from '../../../src/core/text/harmless.ts';
import { pullRequestBody, pullRequestTitle } from '../../../src/core/text/pull-request.ts';
import { changes, plainest } from './bodies.ts';
import { hostileBranch } from './hostile.ts';
import { faults } from './markdown.ts';

const { fork, upstream } = plainest;

describe('pullRequestTitle', () => {
  it('names upstream and, where it differs, the branch it goes to', () => {
    expect(pullRequestTitle({ upstream, fork })).toMatchInlineSnapshot(`"Sync acme/rocket main"`);
    expect(pullRequestTitle({ upstream: { ...upstream, branch: 'release/@x#1' }, fork })).toMatchInlineSnapshot(
      `"Sync acme/rocket release/＠x＃1 into main"`,
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
  it('says why there is a pull request where none was asked for', () => {
    const body = (given: Partial<typeof plainest>) => pullRequestBody({ ...plainest, own: 2, ...given }).split('\n')[1];
    expect(body({ instead: 'configuration' })).toMatchInlineSnapshot(
      `"\`main\` of \`octo/rocket\` lacks **3 commits** of \`main\` of \`acme/rocket\` (up to \`c0ffee3\`) and has 2 commits of its own. This is a pull request, because the configuration file is a commit of its own on that branch, which therefore cannot be moved forward (it would not be in the way in <https://github.com/octo/.github/blob/HEAD/.github/backstroke.yml> )."`,
    );
    expect(body({ instead: 'conflict', files: ['src/@types/a.ts', 'b', 'c', 'd'] })).toMatchInlineSnapshot(
      `"\`main\` of \`octo/rocket\` lacks **3 commits** of \`main\` of \`acme/rocket\` (up to \`c0ffee3\`) and has 2 commits of its own. This is a pull request, because that branch and upstream changed the same lines of \`src/＠types/a.ts\`, \`b\`, \`c\` and 1 more."`,
    );
    expect(body({ instead: 'no-git' })).toMatchInlineSnapshot(
      `"\`main\` of \`octo/rocket\` lacks **3 commits** of \`main\` of \`acme/rocket\` (up to \`c0ffee3\`) and has 2 commits of its own. This is a pull request, because this Backstroke's worker has no git and cannot replay the commits that that branch has of its own."`,
    );
    expect(body({ instead: 'too-many' })).toMatchInlineSnapshot(
      `"\`main\` of \`octo/rocket\` lacks **3 commits** of \`main\` of \`acme/rocket\` (up to \`c0ffee3\`) and has 2 commits of its own. This is a pull request, because that branch has more commits of its own than Backstroke replays."`,
    );
  });

  it('leaves out what it cannot know: how to release, and which kind of account', () => {
    const { publicUrl, linkId, accountType, ...less } = plainest;
    const body = pullRequestBody(less);
    expect([publicUrl, linkId, accountType].every(Boolean)).toBe(true);
    expect(body).not.toContain('/v1/links');
    expect(body).toContain('someone reopens this one.\n- It came');
    expect(body).toContain('](https://github.com/octo/rocket/settings/installations)');
    expect(pullRequestBody({ ...plainest, accountType: 'Organization' })).toContain(
      '](https://github.com/organizations/octo/settings/installations/12345678)',
    );
  });

  it('leaves commands out when a name cannot be quoted for certain', () => {
    expect(pullRequestBody({ ...plainest, upstream: { ...upstream, branch: "x'$(id)'" } })).not.toContain('git ');
  });

  it('shows names as they are', () => {
    fc.assert(
      fc.property(hostileBranch, (names) => {
        const body = pullRequestBody({ ...plainest, upstream: names });
        expect(body).toContain(visible(names.branch));
        expect(body).toContain(visible(`${names.owner}/${names.name}`));
      }),
    );
  });
});

it.each([
  ['blanks', `x${' '.repeat(120_000)}x`],
  ['comments that never end', '<!--'.repeat(30_000)],
])("is not kept from being written by a release's notes full of %s", (_, notes) => {
  const body = pullRequestBody({ ...plainest, changes: changes(emptyRange, { release: { tag: 'v1', notes } }) });
  expect(body.length).toBeLessThan(20_000);
});
