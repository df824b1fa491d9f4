import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/core/duration.ts';
import { defaultSettings } from '../../src/core/link.ts';
import { planSync } from '../../src/core/plan.ts';
import { section } from '../../src/core/text/pull-section.ts';
import { at, follows, offer, ours, place, placed, rows, settings } from './head-rows.ts';
import { before, elsewhere, fork, head, known, now, pull, reference, seen } from './observed.ts';

describe('a pull request with its head in the fork, that is open', () => {
  const isOpen = pull({ ...ours, headSha: before });
  const updated = { reason: 'pull-updated', pull: reference(7), syncedSha: head, offer } as const;
  const unchanged = { reason: 'pull-open', pull: reference(7), offer } as const;
  const still = { in: 'fork', sha: before, missing: null } as const;
  rows([
    {
      when: 'upstream as it was',
      seen: at(placed(head), pull(ours)),
      known: { ...follows, lastSyncedSha: head },
      plan: unchanged,
    },
    {
      when: 'upstream went on',
      seen: at(placed(before, { missing: 1 }), isOpen),
      known: follows,
      plan: { ...updated, actions: [{ ...place, how: 'forward', from: before }] },
    },
    {
      when: 'upstream went on, whatever the settings say of new ones',
      seen: at(placed(before, { missing: 1 }), isOpen),
      known: { ...follows, settings: defaultSettings },
      plan: { ...updated, actions: [{ ...place, how: 'forward', from: before }] },
    },
    {
      when: 'upstream was rewritten',
      seen: at(placed(before, { missing: 1, own: 2 }), isOpen),
      known: follows,
      plan: { ...updated, actions: [{ ...place, how: 'replace', from: before }] },
    },
    {
      when: 'upstream was rewritten, and its text alone tells what was placed',
      seen: at(
        placed(before, { missing: 1, own: 2 }),
        pull({
          ...ours,
          headSha: before,
          body: section('Text', { fork: fork().branchSha ?? '', upstream: before, conflicting: false }),
        }),
      ),
      known: { ...follows, lastSyncedSha: null },
      plan: {
        ...updated,
        actions: [
          { ...place, how: 'replace', from: before },
          { type: 'rewrite-pull', number: 7 },
        ],
      },
    },
    {
      when: "somebody's commits are on it",
      seen: at(placed(elsewhere, { missing: 1, own: 2 }), pull({ ...ours, headSha: elsewhere })),
      known: follows,
      plan: { ...updated, actions: [{ ...place, how: 'merge', from: elsewhere }] },
    },
    {
      when: 'somebody merged upstream into it',
      seen: at(placed(elsewhere, { own: 3 }), pull({ ...ours, headSha: elsewhere })),
      known: follows,
      plan: updated,
    },
    {
      when: 'a worker brought it up to date and died',
      seen: at(placed(head), pull(ours)),
      known: follows,
      plan: updated,
    },
    {
      when: 'within the period that is set',
      seen: at(placed(before, { missing: 1 }), isOpen),
      known: {
        ...follows,
        settings: { ...settings, everyMs: DAY },
        lastSyncedAt: now.toISOString(),
        trigger: 'push',
      },
      plan: { ...unchanged, offer: still, moreAt: new Date(now.getTime() + DAY).toISOString() },
    },
    {
      when: "beside the one with upstream's head in whose place it came",
      seen: at(placed(head), pull({ ...ours, number: 8 }), pull({ headSha: before })),
      known: { ...follows, pull: reference(8), lastSyncedSha: head },
      plan: { ...unchanged, pull: reference(8), actions: [{ type: 'close-pull', number: 7, replaced: true }] },
    },
    {
      when: 'it has conflicts',
      seen: at(placed(head), pull({ ...ours, conflicting: true })),
      known: { ...follows, lastSyncedSha: head },
      plan: { ...unchanged, reason: 'conflict' },
    },
    {
      when: 'GitHub tried to merge another commit of it',
      seen: at(placed(head), pull({ ...ours, headSha: before, conflicting: true })),
      known: { ...follows, lastSyncedSha: head },
      plan: unchanged,
    },
  ]);

  it('stays as it is where upstream cannot be merged into what somebody pushed, and that is a conflict', () => {
    const facts = known({ settings, ...follows });
    const shown = seen(at(placed(elsewhere, { missing: 1, own: 2 }), pull({ ...ours, headSha: elsewhere })));
    expect(planSync(facts, shown, now, null, true)).toMatchObject({
      reason: 'conflict',
      actions: [],
      stuck: true,
      syncedSha: null,
      pull: reference(7),
    });
  });
});

describe('a pull request with its head in the fork, while a delay keeps back what is new upstream', () => {
  const since = new Date(now.getTime() - HOUR).toISOString();
  const delayed = { settings: { ...settings, delayMs: DAY }, sightings: [{ sha: head, at: since }] };
  const until = new Date(now.getTime() + DAY - HOUR).toISOString();
  const still = { in: 'fork', sha: before, missing: null } as const;
  const kept = { reason: 'pull-open', pull: reference(7), moreAt: until } as const;
  const rewrite = [{ type: 'rewrite-pull', number: 7 }] as const;
  const whole = section('Text', { fork: elsewhere, upstream: before, conflicting: false });
  const theirs = placed(elsewhere, { missing: 1, own: 2 });
  const open = (body: string, headSha = elsewhere) => pull({ ...ours, headSha, body });
  rows([
    {
      when: 'the fork moved: its text tells of what it told of before',
      seen: at(theirs, open(whole)),
      known: { ...follows, ...delayed },
      plan: { ...kept, actions: rewrite, offer: still },
    },
    {
      when: 'its text is not whole: it tells of where the head was left',
      seen: at(placed(before, { missing: 1, own: 0 }), open(section('Less', null), before)),
      known: { ...follows, ...delayed, lastSyncedSha: null },
      plan: { ...kept, actions: rewrite, offer: still },
    },
    {
      when: 'its text is not whole, and somebody pushed: it tells of what was brought last',
      seen: at(theirs, open(section('Less', null))),
      known: { ...follows, ...delayed },
      plan: { ...kept, actions: rewrite, offer: still },
    },
    {
      when: 'nobody knows what is on it: its text is left',
      seen: at(theirs, open(section('Less', null))),
      known: { ...follows, ...delayed, lastSyncedSha: null },
      plan: kept,
    },
    {
      when: 'nothing moved',
      seen: at(theirs, open(section('Text', { fork: fork().branchSha ?? '', upstream: before, conflicting: false }))),
      known: { ...follows, ...delayed },
      plan: { ...kept, offer: still },
    },
  ]);
});
