import { describe } from 'vitest';
import type { Kept } from '../../src/core/keep.ts';
import type { Placed } from '../../src/core/observation.ts';
import { at, settings as inFork, offer, ours, place, placed } from './head-rows.ts';
import { before, type counted, elsewhere, head, merged } from './observed.ts';
import { check, compared, open, type Row } from './plan-rows.ts';

const kept: Kept = { of: head, files: [{ path: 'docs/a.md', version: null }], alone: false, digest: 'd' };
const nothingKept: Kept = { ...kept, files: [], digest: 'n' };
const settings = { ...inFork, keep: ['docs'] };
const rows = (all: Row[], facts: Row['known']) =>
  check(
    all.map((row) => ({ ...row, known: { ...facts, ...row.known } })),
    compared,
  );

describe('a head in the fork, with paths that are kept, to be placed', () => {
  const opened = { reason: 'pull-opened', syncedSha: head, offer } as const;
  const to = { ...place, keeping: kept };
  const from = elsewhere;
  rows(
    [
      { when: 'nothing there', seen: { kept }, plan: { ...opened, actions: [{ ...to, how: 'create' }, open] } },
      { when: 'that commit there', seen: { kept, ...at(keeping('d', head)) }, plan: { ...opened, actions: [open] } },
      {
        when: "upstream's commit there",
        seen: { kept, ...at(placed(head)) },
        plan: { ...opened, actions: [{ ...to, how: 'forward', from: head }, open] },
      },
      {
        when: 'one that keeps something else there',
        seen: { kept, ...at(keeping('e', head)) },
        plan: { ...opened, actions: [{ ...to, how: 'replace', from }, open] },
      },
      {
        when: "one on an older commit of upstream's there",
        seen: { kept, ...at(keeping('d', before, { missing: 2 })) },
        plan: { ...opened, actions: [{ ...to, how: 'replace', from }, open] },
      },
      {
        when: 'one on a commit that upstream took back, placed last',
        seen: { kept, ...at(keeping('d', before, { missing: 2, own: 1 })) },
        known: { lastSyncedSha: before },
        plan: { ...opened, actions: [{ ...to, how: 'replace', from }, open] },
      },
      {
        when: 'one on a commit that nobody knows',
        seen: { kept, ...at(keeping('d', before, { missing: 2, own: 1 })) },
        plan: { ...opened, actions: [{ ...to, how: 'merge', from }, open] },
      },
      {
        when: 'one that was squashed into the fork',
        seen: { kept, ...at(keeping('d', before, { missing: 2, own: 1 }), merged({ ...ours, headSha: elsewhere })) },
        plan: { ...opened, actions: [{ ...to, how: 'replace', from }, open] },
      },
      {
        when: 'one that keeps something, and nothing to be kept any more',
        seen: { kept: nothingKept, ...at(keeping('d', head)) },
        plan: { ...opened, actions: [{ ...place, how: 'replace', from }, open] },
      },
      {
        when: 'the same, by settings that keep nothing',
        seen: at(keeping('d', head)),
        known: { settings: inFork },
        plan: { ...opened, actions: [{ ...place, how: 'replace', from }, open] },
      },
      {
        when: "somebody's commits there",
        seen: { kept, ...at(placed(elsewhere, { missing: 2, own: 2 })) },
        plan: { ...opened, actions: [{ ...to, how: 'merge', from }, open] },
      },
      {
        when: "somebody's commits there, with all of upstream",
        seen: { kept, ...at(placed(elsewhere, { own: 2 })) },
        plan: { ...opened, actions: [open] },
      },
      { when: 'nothing else that differs', seen: { kept: { ...kept, alone: true } }, plan: { reason: 'up-to-date' } },
    ],
    { settings },
  );
});

function keeping(digest: string, of: string, counts: Parameters<typeof counted>[0] = {}): Placed {
  return { ...placed(elsewhere, counts), keeps: { of, digest } };
}
