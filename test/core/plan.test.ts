import { describe } from 'vitest';
import { before, counted, elsewhere, fork, head, pull, reference, upstream } from './observed.ts';
import { blind, check, compared, open } from './plan-rows.ts';

describe('a fork that cannot be written', () => {
  check(
    [
      { when: 'gone', seen: { fork: null }, plan: { reason: 'fork-missing' } },
      {
        when: 'another repository under its name',
        seen: { fork: fork({ id: 99 }) },
        plan: { reason: 'fork-missing' },
      },
      { when: 'archived', seen: { fork: fork({ archived: true }) }, plan: { reason: 'fork-archived' } },
      {
        when: 'without the branch',
        seen: { fork: fork({ branchSha: null }) },
        plan: { reason: 'fork-branch-missing' },
      },
      {
        when: 'archived and without the branch',
        seen: { fork: fork({ archived: true, branchSha: null }) },
        plan: { reason: 'fork-archived' },
      },
      {
        when: 'gone, upstream too',
        seen: { fork: null, upstream: null },
        plan: { reason: 'fork-missing', decidedOn: 'gone' },
      },
      {
        when: 'archived, upstream replaced',
        seen: { fork: fork({ archived: true }), upstream: upstream({ id: 99 }) },
        plan: { reason: 'fork-archived', decidedOn: 'replaced' },
      },
      {
        when: 'without the branch, upstream too',
        seen: { fork: fork({ branchSha: null }), upstream: upstream({ branchSha: null }) },
        plan: { reason: 'fork-branch-missing', decidedOn: 'no-branch' },
      },
      {
        when: 'gone, while the pushed head is not shown yet',
        seen: { fork: null, upstream: upstream({ branchSha: before }) },
        known: { hint: { before, after: head } },
        plan: { reason: 'fork-missing', decidedOn: before },
      },
    ],
    { ...blind, decidedOn: head },
  );
});

describe('an upstream that cannot be followed', () => {
  check(
    [
      { when: 'gone', seen: { upstream: null }, plan: { reason: 'upstream-missing', decidedOn: 'gone' } },
      {
        when: 'replaced',
        seen: { upstream: upstream({ id: 99 }) },
        plan: { reason: 'upstream-missing', decidedOn: 'replaced' },
      },
      {
        when: 'replaced by one without the branch',
        seen: { upstream: upstream({ id: 99, branchSha: null }) },
        plan: { reason: 'upstream-missing', decidedOn: 'replaced' },
      },
      {
        when: 'without the branch',
        seen: { upstream: upstream({ branchSha: null }), comparison: null },
        plan: { reason: 'upstream-branch-missing', decidedOn: 'no-branch' },
      },
      {
        when: 'archived upstreams are followed like others',
        seen: { upstream: upstream({ archived: true }) },
        plan: { reason: 'pull-opened', ...compared, actions: [open], syncedSha: head },
      },
    ],
    blind,
  );
});

describe('a comparison', () => {
  check(
    [
      { when: 'not there', seen: { comparison: null }, plan: { reason: 'github-unavailable', decidedOn: null } },
      {
        when: 'not available',
        seen: { comparison: { kind: 'unavailable' }, pulls: [pull()] },
        plan: { reason: 'github-unavailable', decidedOn: null },
      },
      {
        when: 'with another head',
        seen: { comparison: counted({ headSha: elsewhere }) },
        plan: { reason: 'github-unavailable', decidedOn: null },
      },
      {
        when: 'with another head and nothing missing',
        seen: { comparison: counted({ headSha: elsewhere, missing: 0 }) },
        plan: { reason: 'github-unavailable', decidedOn: null },
      },
      {
        when: 'of unrelated histories',
        seen: { comparison: { kind: 'unrelated' }, pulls: [pull()] },
        plan: { reason: 'unrelated-histories', decidedOn: head },
      },
      {
        when: 'with missing commits',
        plan: { reason: 'pull-opened', ...compared, actions: [open], syncedSha: head },
      },
      {
        when: 'with missing commits and own ones',
        seen: { comparison: counted({ missing: 1, own: 2 }) },
        plan: { reason: 'pull-opened', ...compared, actions: [open], missing: 1, own: 2, syncedSha: head },
      },
      {
        when: 'with missing commits, and the same content on both sides',
        seen: { sameContent: true, comparison: counted({ own: 1 }) },
        plan: { reason: 'up-to-date', ...compared, own: 1 },
      },
      {
        when: 'with missing commits, the same content on both sides, and one of ours open',
        seen: { sameContent: true, pulls: [pull()] },
        plan: {
          reason: 'pull-closed-caught-up',
          ...compared,
          actions: [{ type: 'close-pull', number: 7 }],
          pull: reference(7),
          syncedSha: head,
        },
      },
      {
        when: 'with own commits alone',
        seen: { comparison: counted({ missing: 0, own: 2 }) },
        plan: { reason: 'up-to-date', ...compared, missing: 0, own: 2 },
      },
    ],
    blind,
  );
});
