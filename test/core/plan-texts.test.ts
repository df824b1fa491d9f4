import { describe } from 'vitest';
import { section } from '../../src/core/text/pull-section.ts';
import { before, fork, head, pull, reference } from './observed.ts';
import { check, compared } from './plan-rows.ts';

/** A text of ours for these heads, those of now where none is given. */
const written = (heads: { fork?: string; upstream?: string }) =>
  section('Text', { fork: fork().branchSha ?? '', upstream: head, ...heads });
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
