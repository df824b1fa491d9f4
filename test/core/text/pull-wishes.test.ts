import { describe, expect, it } from 'vitest';
import type { PullRequestFacts } from '../../../src/core/text/pull-facts.ts';
import { replacedText, wishes } from '../../../src/core/text/pull-wishes.ts';
import { changes, file, plainest, range } from './bodies.ts';

const conflict = { files: ['src/engine.ts'], known: [] };
const headInFork = 'backstroke/acme/main';
const before = (files: string[], known = files) => ({
  files,
  known: known.map((path) => ({ path, commit: 'c'.repeat(40) })),
});
const ci = file('.github/workflows/ci.yml');
const theirs = (...files: Parameters<typeof range>[1]) => changes(range([], files));

/** Which boxes there are. */
const boxes = (given: Partial<PullRequestFacts>) =>
  [...wishes({ ...plainest, ...given }).matchAll(/<!-- backstroke:(\w+)/g)].map(([, box]) => box);

describe('what can be asked for', () => {
  it.each<[string, Partial<PullRequestFacts>, string[]]>([
    ['nothing but a sync', {}, ['sync']],
    ['a move where there are conflicts', { conflict }, ['sync', 'move']],
    ['none where it was done', { conflict, headInFork: 'backstroke/acme/main' }, ['sync']],
    ['what was done before', { conflict: before(['src/engine.ts']), headInFork }, ['sync', 'resolve']],
    ['not where a part of it was', { conflict: before(['a', 'b'], ['a']), headInFork }, ['sync']],
    ["not on upstream's own branch", { conflict: before(['a']) }, ['sync', 'move']],
    ['none where GitHub does not tell what would be run', { conflict, changes: null }, ['sync']],
    [
      'both where upstream changed workflows',
      { conflict, changes: theirs(ci, file('a.ts')) },
      ['sync', 'move', 'workflows'],
    ],
    [
      'both where the fork changed workflows, of which the head would have those of upstream',
      { conflict, changes: changes(range([], []), { own: range([], [ci]) }) },
      ['sync', 'move', 'workflows'],
    ],
    [
      'both where GitHub lists a part of the files',
      { conflict, changes: changes(range([], [], { cut: true })) },
      ['sync', 'move', 'workflows'],
    ],
    ['no second one where there is no first one', { changes: theirs(ci) }, ['sync']],
  ])('%s', (_, given, expected) => expect(boxes(given)).toEqual(expected));

  it('is said like this', () => {
    expect(wishes({ ...plainest, conflict, changes: theirs(ci, file('action.yml')) })).toMatchInlineSnapshot(`
      "Who may push to this fork can tick what Backstroke is to do:

      - [ ] <!-- backstroke:sync -->**Sync now**: look at both branches again, whatever period the settings name.
      - [ ] <!-- backstroke:move -->**Move to a branch in this fork**: close this, and open a pull request from this fork's branch \`backstroke/acme/main\` in its place, on which conflicts can be resolved in the browser. **This fork's own workflows then run on upstream's code with this fork's secrets**, also on what upstream pushes until that one is merged or closed.
      - [ ] <!-- backstroke:workflows -->**And run workflows that differ**: I have looked at \`.github/workflows/ci.yml\`, \`action.yml\`, which then run with this fork's secrets. Nothing is moved before this is ticked, too."
    `);
    const cut = range([], [ci], { cut: true });
    expect(
      wishes({ ...plainest, conflict, changes: changes(cut) })
        .split('\n')
        .at(-1),
    ).toMatchInlineSnapshot(
      `"- [ ] <!-- backstroke:workflows -->**And run workflows that differ**: I have looked at \`.github/workflows/ci.yml\` and what else may differ beyond the files that GitHub lists, which then run with this fork's secrets. Nothing is moved before this is ticked, too."`,
    );
  });
});

it('what was done before is offered like this', () => {
  const given = { ...plainest, conflict: before(['a']), headInFork };
  const [never, always] = (['never', 'squash'] as const).map((merge) =>
    wishes({ ...given, merge })
      .split('\n')
      .at(-1),
  );
  expect(never).toMatchInlineSnapshot(
    `"- [ ] <!-- backstroke:resolve -->**Resolve as before**: merge \`main\` into this branch, with each conflict resolved as it was then. Look at it before you merge this."`,
  );
  expect(always).toMatchInlineSnapshot(
    `"- [ ] <!-- backstroke:resolve -->**Resolve as before**: merge \`main\` into this branch, with each conflict resolved as it was then. Backstroke then merges this once GitHub calls it clean."`,
  );
});

it('the text of one that another took the place of names that', () => {
  expect(replacedText({ number: 8, branch: 'backstroke/acme/main' })).toMatchInlineSnapshot(
    `"**Replaced by #8**, whose head is the branch \`backstroke/acme/main\` of this fork: conflicts can be resolved on it. Backstroke closed this one. To stop it all, close that one."`,
  );
});
