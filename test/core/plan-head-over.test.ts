import { describe } from 'vitest';
import type { Observation, Placed } from '../../src/core/observation.ts';
import { at, follows, ours, placed, rows } from './head-rows.ts';
import { closed, counted, elsewhere, head, merged, pull, reference, released } from './observed.ts';

describe('a head in the fork whose pull request is over', () => {
  const remove = (from: string) => ({ type: 'remove-head', branch: 'backstroke/up/main', from }) as const;
  const has = (given: Placed, ...pulls: Observation['pulls']) => ({
    comparison: counted({ missing: 0 }),
    ...at(given, ...pulls),
  });
  rows([
    {
      when: 'merged',
      seen: has(placed(head), merged(ours)),
      known: { ...follows, lastSyncedSha: head },
      plan: { reason: 'pull-merged', missing: 0, pull: reference(7), syncedSha: head, actions: [remove(head)] },
    },
    {
      when: 'squashed',
      seen: at(placed(head), merged(ours)),
      known: { ...follows, lastSyncedSha: head },
      plan: { reason: 'pull-merged', pull: reference(7), syncedSha: head, actions: [remove(head)] },
    },
    {
      when: "squashed with somebody's commits",
      seen: at(placed(elsewhere, { own: 2 }), merged({ ...ours, headSha: elsewhere })),
      known: { ...follows, lastSyncedSha: head },
      plan: { reason: 'pull-merged', pull: reference(7), syncedSha: head, actions: [remove(elsewhere)] },
    },
    {
      when: 'merged, and pushed to since',
      seen: has(placed(elsewhere, { own: 1 }), merged(ours)),
      known: { ...follows, lastSyncedSha: head },
      plan: { reason: 'pull-merged', missing: 0, pull: reference(7), syncedSha: head },
    },
    {
      when: 'the fork has everything',
      seen: has(placed(head), pull(ours)),
      known: { ...follows, lastSyncedSha: head },
      plan: {
        reason: 'pull-closed-caught-up',
        missing: 0,
        pull: reference(7),
        syncedSha: head,
        actions: [{ type: 'close-pull', number: 7 }, remove(head)],
      },
    },
    {
      when: "the fork has everything but somebody's commits",
      seen: has(placed(elsewhere, { own: 1 }), pull({ ...ours, headSha: elsewhere })),
      known: { ...follows, lastSyncedSha: head },
      plan: { reason: 'up-to-date', missing: 0 },
    },
    {
      when: 'closed by us before a worker died',
      seen: has(placed(head), closed('us', released, ours)),
      plan: { reason: 'up-to-date', missing: 0, actions: [remove(head)] },
    },
    {
      when: 'closed by a person, who may reopen it',
      seen: has(placed(head), closed('person', released, ours)),
      plan: { reason: 'up-to-date', missing: 0 },
    },
    { when: 'of nobody', seen: has(placed(head)), plan: { reason: 'up-to-date', missing: 0 } },
  ]);
});
