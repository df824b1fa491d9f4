import { describe } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import { section } from '../../src/core/text/pull-section.ts';
import { fork, head, pull, reference } from './observed.ts';
import { check, compared } from './plan-rows.ts';

const settings = { ...defaultSettings, conflict: { labels: ['conflict'], reviewers: ['mona'] } };
const follows = { settings, pull: reference(7), decidedOn: head };
const mergeability = { number: 7, conflicting: false, labels: [], headSha: head, looks: 0, refused: null };
const conflict = { reason: 'conflict', pull: reference(7) } as const;
const open = { reason: 'pull-open', pull: reference(7) } as const;
const ask = { labels: null, assignees: null, reviewers: ['mona'], teams: [] };
const dress = { type: 'dress-pull', number: 7, dressing: ask } as const;
const unlabel = { type: 'unlabel-pull' as const, number: 7, labels: ['conflict'] };

describe('a pull request whose text names a label that no result told of', () => {
  const text = (conflict: boolean) =>
    section('Text', { fork: fork().branchSha ?? '', upstream: head, conflicting: conflict, labels: ['conflict'] });
  const marked = { labels: ['conflict'], body: text(true) };
  const rewrite = { type: 'rewrite-pull', number: 7 } as const;
  check(
    [
      {
        when: 'and has conflicts still',
        known: follows,
        seen: { pulls: [pull({ conflicting: true, ...marked })] },
        plan: { ...conflict, actions: [dress] },
      },
      {
        when: 'and GitHub has not tried again yet',
        known: follows,
        seen: { pulls: [pull({ conflicting: null, ...marked })] },
        plan: { ...conflict, actions: [dress] },
      },
      {
        when: 'and has none any more: it goes, then the text',
        known: follows,
        seen: { pulls: [pull(marked)] },
        plan: { ...open, actions: [unlabel, rewrite] },
      },
      {
        when: 'and lost it when it had none any more, though its text could not be written then',
        known: { ...follows, mergeability },
        seen: { pulls: [pull({ conflicting: null, body: text(true) })] },
        plan: { ...open, actions: [rewrite] },
      },
      {
        when: 'and was never given it',
        known: follows,
        seen: { pulls: [pull({ body: text(false) })] },
        plan: open,
      },
      {
        when: 'that a person opened',
        known: follows,
        seen: { pulls: [pull({ ...marked, ours: false })] },
        plan: open,
      },
    ],
    compared,
  );
});
