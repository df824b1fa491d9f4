import { describe, expect, it } from 'vitest';
import { pullRequestBody } from '../../../src/core/text/pull-request.ts';
import { own, plainest, variants } from './bodies.ts';

const bodyOf = (name: string) => pullRequestBody(variants[name] ?? plainest);

describe('pullRequestBody', () => {
  it('only behind: says what comes, how to take it, and how to stop it', () => {
    expect(bodyOf('only behind')).toMatchInlineSnapshot(`
      "<!-- backstroke -->
      \`main\` of \`octo/rocket\` lacks **3 commits** of \`main\` of \`acme/rocket\` (up to \`c0ffee3\`).

      \`\`\`text
      c0ffee3 Make the engines louder
      c0ffee2 Add a second engine
      c0ffee1 Fix the fuel gauge, thanks ＠mona
      \`\`\`

      - **Merge** this to take upstream's commits; until then it follows upstream by itself.
      - **Close** it to stop: Backstroke opens no other for this branch until someone reopens this one or releases the link (below).
      - It came because Backstroke's GitHub App is installed on this fork: [deselect this repository or uninstall the App](https://github.com/settings/installations/12345678) to stop it altogether.
      - Its head is upstream's own branch: for people who may write there, the buttons **Update branch**, **Resolve conflicts** and **Delete branch** act on upstream, so please leave them alone.

      Who may push to this fork can tick what Backstroke is to do:

      - [ ] <!-- backstroke:sync -->**Sync now**: look at both branches again, whatever period the settings name.

      <details>
      <summary>If there are conflicts</summary>

      In a clone of this fork whose remote \`origin\` is the fork (on Windows, in Git Bash):

      \`\`\`sh
      git switch 'main' &&
      git pull --ff-only origin 'refs/heads/main' &&
      git fetch 'https://github.com/acme/rocket.git' 'refs/heads/main' &&
      git merge FETCH_HEAD
      \`\`\`

      Resolve and commit what Git names, then push; GitHub marks this pull request as merged:

      \`\`\`sh
      git push origin 'HEAD:refs/heads/main'
      \`\`\`

      </details>

      <details>
      <summary>If you closed this and want it back</summary>

      Reopen it here, or send \`POST https://backstroke.example/v1/links/l1/sync\` with the body \`{"release": true}\`; that takes push access to this fork.

      </details>

      <!-- /backstroke bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb..c0ffee3000000000000000000000000000000000: rewritten when a branch moves, so write above or below it -->"
    `);
  });

  it('with commits of its own: says where they meet upstream', () => {
    expect(own(bodyOf('with commits of its own, and files that both sides changed'))).toMatchInlineSnapshot(`
      "<!-- backstroke -->
      \`main\` of \`octo/rocket\` lacks **3 commits** of \`main\` of \`acme/rocket\` (up to \`c0ffee3\`). This is a pull request, because that branch has 2 commits of its own and cannot be moved forward.

      **Both sides changed this file** since they parted: \`src/engine.ts\`.

      \`\`\`text
      c0ffee3 Make the engines louder
      c0ffee2 Add a second engine
      c0ffee1 Fix the fuel gauge, thanks ＠mona
      \`\`\`

      <details>
      <summary>2 commits of the fork's own</summary>

      \`\`\`text
      c0ff384 Paint the rocket red
      c0ff383 Our own logo
      \`\`\`

      </details>

      …

      <!-- /backstroke bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb..c0ffee3000000000000000000000000000000000: rewritten when a branch moves, so write above or below it -->"
    `);
  });

  it('far behind: names the newest hundred, and says that files may be missing', () => {
    const body = own(bodyOf('far behind'));
    expect(body.match(/Tune valve/g)).toHaveLength(100);
    expect(body.replace(/(\n\w{7} Tune valve \d+){98}\n/, '\n⋮\n')).toMatchInlineSnapshot(`
      "<!-- backstroke -->
      \`main\` of \`octo/rocket\` lacks **1,234 commits** of \`main\` of \`acme/rocket\` (up to \`c0fffa0\`).

      More files changed than GitHub lists (300), so there may be more to look at than is named here.

      <details>
      <summary>The 100 newest of 1,234 commits</summary>

      \`\`\`text
      ⋮
      c0fff3e Tune valve 1136
      c0fff3d Tune valve 1135
      \`\`\`

      </details>

      …

      <!-- /backstroke bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb..c0fffa0000000000000000000000000000000000: rewritten when a branch moves, so write above or below it -->"
    `);
  });

  it('with a release: names it, and folds away what upstream says of it', () => {
    expect(own(bodyOf('with a release'))).toMatchInlineSnapshot(`
      "<!-- backstroke -->
      \`main\` of \`octo/rocket\` lacks **3 commits** of \`main\` of \`acme/rocket\` (up to \`c0ffee3\`). It brings the release \`v1.2.0\`.

      \`\`\`text
      c0ffee3 Make the engines louder
      c0ffee2 Add a second engine
      c0ffee1 Fix the fuel gauge, thanks ＠mona
      \`\`\`

      <details>
      <summary>What upstream says of the release</summary>

          ## What's Changed
          * Make the engines louder by ＠ada in acme/rocket/pull/12
          * Fix the fuel gauge, fixes ＃9 by ＠mona in acme/rocket/pull/11

          ## New Contributors
          * ＠mona made their first contribution in acme/rocket/pull/11

          **Full Changelog**: acme/rocket/compare/v1.1.0...v1.2.0

      </details>

      …

      <!-- /backstroke bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb..c0ffee3000000000000000000000000000000000: rewritten when a branch moves, so write above or below it -->"
    `);
  });

  it('with all that deserves a look: says so first', () => {
    expect(own(bodyOf('with all that deserves a look'))).toMatchInlineSnapshot(`
      "<!-- backstroke -->
      \`main\` of \`octo/rocket\` lacks **2 commits** of \`main\` of \`acme/rocket\` (up to \`c0ffee9\`) and has 2 commits of its own.

      **Look at this before you merge:**

      - Upstream's branch was rewritten since the last sync: commits that came from it before may no longer be in it
      - New committers, in none of the last 100 commits here: \`Mallory\`
      - Workflows, which run with this fork's secrets once merged: \`.github/workflows/ci.yml\`, \`.github/workflows/release.yml\`
      - Install scripts: \`package.json\`
      - Code owners, who are asked to review: \`.github/CODEOWNERS\`
      - The licence: \`LICENSE\`
      - Lockfiles: \`packages/a/package-lock.json\`, \`packages/b/package-lock.json\`, \`packages/c/package-lock.json\` and 2 more
      - Binary files, whose content no diff shows: \`tests/good-large.xz\`

      \`\`\`text
      c0ffee9 Bump everything
      c0ffee8 Merge pull request ＃77
      \`\`\`

      <details>
      <summary>2 commits of the fork's own</summary>

      \`\`\`text
      c0ff384 Paint the rocket red
      c0ff383 Our own logo
      \`\`\`

      </details>

      …

      <!-- /backstroke bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb..c0ffee9000000000000000000000000000000000: rewritten when a branch moves, so write above or below it -->"
    `);
  });

  it('when GitHub does not tell: says less, and is not whole', () => {
    expect(own(bodyOf('when GitHub does not tell'))).toMatchInlineSnapshot(`
      "<!-- backstroke -->
      \`main\` of \`octo/rocket\` lacks **3 commits** of \`main\` of \`acme/rocket\` (up to \`c0ffee3\`) and has 2 commits of its own.

      **Look at this before you merge:**

      - Upstream's branch was rewritten since the last sync: commits that came from it before may no longer be in it

      GitHub could not say what is in them when this was written: see the tabs **Commits** and **Files changed**.

      …

      <!-- /backstroke: rewritten when a branch moves, so write above or below it -->"
    `);
  });
});
