import { describe, expect, it } from 'vitest';
import { pullRequestBody } from '../../../src/core/text/pull-request.ts';
import { changes, commit, file, own, plainest, range, variants } from './bodies.ts';

const bodyOf = (name: string) => pullRequestBody(variants[name] ?? plainest);

describe('pullRequestBody', () => {
  it('with conflicts, and a git that says where: names the files first, and shows how to resolve them', () => {
    expect(bodyOf('with conflicts, and a git that says where')).toMatchInlineSnapshot(`
      "<!-- backstroke -->
      \`main\` of \`octo/rocket\` lacks **3 commits** of \`main\` of \`acme/rocket\` (up to \`c0ffee3\`) and has 2 commits of its own.

      **There are conflicts in this file:** \`src/engine.ts\`. Until they are resolved this cannot be merged.

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

      - **Merge** this to take upstream's commits; until then it follows upstream by itself.
      - **Close** it to stop: Backstroke opens no other for this branch until someone reopens this one or releases the link (below).
      - It came because Backstroke's GitHub App is installed on this fork: [deselect this repository or uninstall the App](https://github.com/settings/installations/12345678) to stop it altogether.
      - Its head is upstream's own branch: for people who may write there, the buttons **Update branch**, **Resolve conflicts** and **Delete branch** act on upstream, so please leave them alone.

      Who may push to this fork can tick what Backstroke is to do:

      - [ ] <!-- backstroke:sync -->**Sync now**: look at both branches again, whatever period the settings name.
      - [ ] <!-- backstroke:move -->**Move to a branch in this fork**: close this, and open a pull request from this fork's branch \`backstroke/acme/main\` in its place, on which conflicts can be resolved in the browser. **This fork's own workflows then run on upstream's code with this fork's secrets**, also on what upstream pushes until that one is merged or closed.

      <details open>
      <summary>How to resolve the conflicts</summary>

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

      <!-- /backstroke bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb..c0ffee3000000000000000000000000000000000 conflicting: rewritten when a branch moves, so write above or below it -->"
    `);
  });

  it('with conflicts, and no git: names where both sides changed files', () => {
    expect(own(bodyOf('with conflicts, and no git'))).toMatchInlineSnapshot(`
      "<!-- backstroke -->
      \`main\` of \`octo/rocket\` lacks **3 commits** of \`main\` of \`acme/rocket\` (up to \`c0ffee3\`) and has 2 commits of its own.

      **There are conflicts.** Until they are resolved this cannot be merged.

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

      <!-- /backstroke bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb..c0ffee3000000000000000000000000000000000 conflicting: rewritten when a branch moves, so write above or below it -->"
    `);
  });

  it('with conflicts in other files than those that both sides changed: names both', () => {
    const theirs = range([commit(1, 'Move it')], [file('b.ts', { previousPath: 'a.ts' }), file('c.ts')]);
    const fork = range([commit(2, 'Ours')], [file('a.ts'), file('c.ts')]);
    const body = pullRequestBody({
      ...plainest,
      changes: changes(theirs, { own: fork }),
      conflict: { files: ['b.ts'], known: [] },
    });
    expect(body).toContain('**There are conflicts in this file:** `b.ts`.');
    expect(body).toContain('**Both sides changed these 2 files** since they parted: `a.ts`, `c.ts`.');
  });

  it('with conflicts that were resolved before: says in which merge', () => {
    const lines = (paths: string[], commits: string[]) => {
      const known = paths.map((path, at) => ({ path, commit: (commits[at] ?? 'c').repeat(40) }));
      const body = pullRequestBody({ ...plainest, conflict: { files: ['a', 'b', 'c'], known }, changes: null });
      return body.split('\n').find((line) => line.startsWith('**This was'));
    };
    expect(lines([], [])).toBeUndefined();
    expect(lines(['a', 'b'], ['c', 'c'])).toMatchInlineSnapshot(
      `"**This was resolved before:** \`a\`, \`b\`, in the merge \`ccccccc\` of this fork."`,
    );
    expect(lines(['a', 'b', 'c'], ['c', 'd', 'e'])).toMatchInlineSnapshot(
      `"**This was resolved before:** All of it, in the merges \`ccccccc\`, \`ddddddd\` and \`eeeeeee\` of this fork."`,
    );
  });

  it('with conflicts, and names that nobody can type: tells of them without commands', () => {
    const fork = { ...plainest.fork, branch: "it's" };
    const body = pullRequestBody({ ...plainest, fork, conflict: { files: ['a', 'b'], known: [] }, changes: null });
    expect(body).toContain('**There are conflicts in these 2 files:** `a`, `b`. Until they are resolved');
    expect(body).not.toContain('How to resolve');
  });
});
