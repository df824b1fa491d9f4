import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/core/message.ts';
import { type Plan, planSync } from '../../src/core/plan.ts';
import { type Outcome, plannedOutcome, resultOf } from '../../src/core/result.ts';
import { known as facts, pull, reference, seen } from './observed.ts';
import { job, queuedAt } from './rows.ts';

const now = new Date(queuedAt.getTime() + 2_000);

function result(outcome: Outcome, of: Job = job()) {
  return resultOf({ job: of, outcome, readAt: queuedAt, now, webUrl: 'https://github.com' });
}

describe('an open pull request', () => {
  const known = { number: 7, conflicting: false, labels: [], headSha: null, looks: 1, refused: 'No such label' };
  const open: Plan = planSync(facts({ pull: reference(7) }), seen({ pulls: [pull()] }), now);
  const tried = (conflicting: boolean | null) => seen({ pulls: [pull({ conflicting })] });
  const again = (conflicting: boolean | null, looks = 1) =>
    result(plannedOutcome(open, tried(conflicting)), job({ trigger: 'retry', mergeability: { ...known, looks } }));
  const after = (ms: number) => new Date(now.getTime() + ms).toISOString();

  it('is looked at again after 10 seconds, a minute and five minutes, while GitHub does not know, and then no more', () => {
    const waits = [0, 1, 2, 3, 4].map((looks) => again(null, looks).retryAt);
    expect(waits).toEqual([after(10_000), after(60_000), after(300_000), null, null]);
    expect(again(false)).toMatchObject({ retryAt: null, mergeability: { looks: 0 } });
  });

  it('does not keep what a delay holds back waiting for the next look', () => {
    const due = (ms: number) => plannedOutcome({ ...open, reason: 'conflict', moreAt: after(ms) }, tried(true));
    expect(result(due(3_600_000)).retryAt).toBe(after(3_600_000));
    expect(result(due(2 * 86_400_000)).retryAt).toBe(after(86_400_000));
  });

  it('goes on telling what GitHub refused of it', () => {
    expect(again(null).sentence).toContain('but not with all that its settings say (“No such label”)');
  });

  it('that has conflicts is asked about daily, and says where the commands are that resolve them', () => {
    const conflict = plannedOutcome({ ...open, reason: 'conflict' }, tried(true));
    const told = result(conflict, job({ mergeability: { ...known, refused: null } }));
    expect(told).toMatchObject({ retryAt: after(86_400_000), mergeability: { conflicting: true, looks: 0 } });
    expect(told.sentence).toContain('https://github.com/octo/hello/pull/7 to see where');
    expect(told.sentence).toContain('(its text has the commands, and a box for doing it in the browser)');
    const theirs = plannedOutcome(conflict.plan ?? open, seen({ pulls: [pull({ conflicting: true, ours: false })] }));
    expect(result(theirs).sentence).not.toContain('commands');
  });
});
