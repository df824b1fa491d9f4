import { describe } from 'vitest';
import { emptyBox } from '../../src/core/text/pull-boxes.ts';
import { section } from '../../src/core/text/pull-section.ts';
import { before, fork, head, pull, reference } from './observed.ts';
import { check, compared } from './plan-rows.ts';

/** A text of ours for these heads, those of now where none is given. */
const written = (heads: { fork?: string; upstream?: string; conflicting?: boolean }) =>
  section('Text', { fork: fork().branchSha ?? '', upstream: head, conflicting: false, ...heads });
const ticked = written({}).replace('Text', emptyBox('sync', 'Sync').replace('[ ]', '[x]'));
const rewrite = { type: 'rewrite-pull', number: 7 } as const;
const follows = (decidedOn: string) => ({ pull: reference(7), decidedOn });

describe('the text of an open pull request', () => {
  const opened = { reason: 'pull-opened', pull: reference(7), syncedSha: head } as const;
  const updated = { reason: 'pull-updated', pull: reference(7), syncedSha: head } as const;
  const unchanged = { reason: 'pull-open', pull: reference(7) } as const;
  check(
    [
      {
        when: 'ours, known, its text of another upstream',
        seen: { pulls: [pull({ body: written({ upstream: before }) })] },
        known: follows(before),
        plan: { ...updated, actions: [rewrite] },
      },
      {
        when: 'ours, known, its text of another fork',
        seen: { pulls: [pull({ body: written({ fork: before }) })] },
        known: follows(head),
        plan: { ...unchanged, actions: [rewrite] },
      },
      {
        when: 'ours, known, its text not whole',
        seen: { pulls: [pull({ body: `Mine\n${section('Less', null)}` })] },
        known: follows(head),
        plan: { ...unchanged, actions: [rewrite] },
      },
      {
        when: 'ours, known, its text as it should be',
        seen: { pulls: [pull({ body: written({}) })] },
        known: follows(head),
        plan: unchanged,
      },
      {
        when: 'ours, known, with conflicts that its text does not know of',
        seen: { pulls: [pull({ body: written({}), conflicting: true })] },
        known: follows(head),
        plan: { ...unchanged, reason: 'conflict', actions: [rewrite] },
      },
      {
        when: 'ours, known, its text of conflicts that are solved',
        seen: { pulls: [pull({ body: written({ conflicting: true }) })] },
        known: follows(head),
        plan: { ...unchanged, actions: [rewrite] },
      },
      {
        when: 'ours, known, with conflicts that its text tells of',
        seen: { pulls: [pull({ body: written({ conflicting: true }), conflicting: null })] },
        known: {
          ...follows(head),
          mergeability: { number: 7, conflicting: true, labels: [], headSha: null, looks: 0, refused: null },
        },
        plan: { ...unchanged, reason: 'conflict' },
      },
      {
        when: 'ours, known, with a box that was ticked',
        seen: { pulls: [pull({ body: ticked })] },
        known: follows(head),
        plan: { ...unchanged, actions: [rewrite] },
      },
      {
        when: "a person's, with a box that was ticked",
        seen: { pulls: [pull({ ours: false, body: ticked })] },
        known: follows(head),
        plan: unchanged,
      },
      {
        when: "ours, known, its text a person's by now",
        seen: { pulls: [pull({ body: 'Mine' })] },
        known: follows(before),
        plan: updated,
      },
      {
        when: 'ours, not known, its text of another upstream',
        seen: { pulls: [pull({ body: written({ upstream: before }) })] },
        plan: { ...opened, actions: [rewrite] },
      },
      {
        when: "a person's, with a text like ours",
        seen: { pulls: [pull({ ours: false, body: written({ upstream: before }) })] },
        known: follows(before),
        plan: updated,
      },
    ],
    compared,
  );
});
