import { describe, expect, it } from 'vitest';
import { OperationResult } from '../../src/core/message.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { Reason } from '../../src/core/reason.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import { type Outcome, plannedOutcome, refusedOutcome, resultOf } from '../../src/core/result.ts';
import { fork, head, reference, seen, upstream } from './observed.ts';
import { job, queuedAt } from './rows.ts';

const readAt = new Date(queuedAt.getTime() + 1_000);
const now = new Date(queuedAt.getTime() + 2_000);

const plan: Plan = {
  reason: 'pull-opened',
  actions: [{ type: 'open-pull' }],
  decidedOn: head,
  missing: 3,
  own: 0,
  pull: null,
  heldSince: null,
  syncedSha: head,
  notBefore: null,
  moreAt: null,
  instead: null,
  offer: null,
  stuck: false,
  files: [],
  rewritten: false,
  holder: null,
  unmerged: null,
  detail: null,
};
const refusal: Refusal = {
  refused: true,
  reason: 'missing-permission',
  detail: 'Not accessible',
  notBefore: null,
  unclear: false,
};

function outcome(given: Partial<Outcome> = {}): Outcome {
  return { reason: 'pull-opened', plan, seen: seen(), pull: reference(7), detail: null, notBefore: null, ...given };
}

function result(given: Partial<Outcome> = {}, of = job()) {
  return resultOf({ job: of, outcome: outcome(given), readAt, now, webUrl: 'https://github.com' });
}

describe('resultOf', () => {
  it('is a message that web takes, and answers what the job asked', () => {
    const whole = result();
    expect(OperationResult.parse(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
    expect(whole).toEqual({
      version: 1,
      kind: 'operation',
      operationId: 'op',
      linkId: job().linkId,
      requestId: 'delivery',
      trigger: 'push',
      asked: { requests: 2, pushes: 3 },
      readAt: readAt.toISOString(),
      expiresAt: '2026-01-03T03:04:07.678Z',
      finishedAt: now.toISOString(),
      reason: 'pull-opened',
      sentence: expect.stringContaining('https://github.com/octo/hello/pull/7 was opened with 3 commits'),
      decidedOn: head,
      retryAt: new Date(now.getTime() + 10_000).toISOString(),
      failures: 0,
      syncedSha: head,
      missing: 3,
      pull: reference(7),
      mergeability: { number: 7, conflicting: false, labels: [], headSha: head, looks: 1, refused: null },
      heldSince: null,
      moved: null,
      branchSeen: true,
      check: null,
      undo: null,
      configChanged: false,
      head,
      found: [],
      tagsDecidedOn: null,
      tagsLeft: null,
      seen: {
        fork: { id: 11, owner: 'octo', name: 'hello', private: false, archived: false },
        upstream: { id: 22, owner: 'up', name: 'hello', private: false, archived: false },
      },
    });
  });

  it('says when the configuration file is another one than the job knew', () => {
    const changed = seen({ configBlob: 'c'.repeat(40) });
    expect(result({ seen: changed }).configChanged).toBe(true);
    expect(result({ seen: changed }, job({ configBlob: 'c'.repeat(40) })).configChanged).toBe(false);
    expect(result({ seen: seen({ fork: null }) }, job({ configBlob: 'c'.repeat(40) })).configChanged).toBe(false);
    expect(result({ seen: null }, job({ configBlob: 'c'.repeat(40) })).configChanged).toBe(false);
  });

  it('says whether the branch was there, or is by now', () => {
    const missing = seen({ fork: fork({ branchSha: null }) });
    expect(result({ seen: missing, reason: 'fork-branch-missing' }).branchSeen).toBe(false);
    expect(result({ seen: missing, reason: 'branch-created' })).toMatchObject({ branchSeen: true, syncedSha: head });
    expect(result({ seen: seen({ fork: fork({ id: 99 }) }), reason: 'fork-missing' }).branchSeen).toBe(false);
    expect(result({ seen: null }).branchSeen).toBe(false);
    const deleted = { ...plan, heldSince: now.toISOString() };
    const { sentence } = result({ seen: missing, reason: 'fork-branch-missing', plan: deleted });
    expect(sentence).toContain('was deleted');
  });

  it('tells the names and flags GitHub showed, not those of the job', () => {
    const renamed = seen({
      fork: fork({ owner: 'moved', archived: true }),
      upstream: upstream({ name: 'other', private: true }),
    });
    expect(result({ seen: renamed }).seen).toMatchObject({
      fork: { owner: 'moved', archived: true },
      upstream: { name: 'other', private: true },
    });
    expect(result({ seen: null }).seen).toEqual({ fork: null, upstream: null });
    expect(result({ seen: seen({ upstream: null }) }).seen.upstream).toBeNull();
  });

  it.each<[Reason, boolean]>([
    ['pull-opened', true],
    ['pull-updated', true],
    ['pull-merged', true],
    ['pull-closed-caught-up', true],
    ['planned', false],
    ['missing-permission', false],
    ['github-unavailable', false],
    ['failed', false],
  ])('%s claims that something was synced: %s', (reason, synced) => {
    expect(result({ reason }).syncedSha).toBe(synced ? head : null);
  });

  it.each<[Reason, string | null]>([
    ['pull-opened', head],
    ['missing-permission', head],
    ['failed', head],
    ['github-unavailable', null],
    ['rate-limited', null],
  ])('%s settles upstream state %s', (reason, decidedOn) => {
    expect(result({ reason }).decidedOn).toBe(decidedOn);
  });

  it('counts failures in a row and waits longer each time', () => {
    const third = result({ reason: 'github-unavailable' }, job({ failures: 2, lastReason: 'rate-limited' }));
    expect(third).toMatchObject({ failures: 3, retryAt: new Date(now.getTime() + 120_000).toISOString() });
    const mended = result({ reason: 'up-to-date' }, job({ failures: 2, lastReason: 'rate-limited' }));
    expect(mended).toMatchObject({ failures: 0, retryAt: null });
  });

  it('waits as long as GitHub says, and says so to people', () => {
    const notBefore = '2026-01-02T04:00:00.000Z';
    const limited = result({ reason: 'rate-limited', notBefore, plan: null, seen: null, pull: null });
    expect(limited).toMatchObject({ retryAt: notBefore, decidedOn: null, missing: null, syncedSha: null, pull: null });
    expect(limited.sentence).toContain('2026-01-02T04:00');
  });
});

describe('what the plan decided', () => {
  it('is retried when a period is over, and says so to people', () => {
    const due = '2026-01-02T04:00:00.000Z';
    const kept = plannedOutcome({ ...plan, reason: 'held-interval', actions: [], notBefore: due }, seen());
    expect(result(kept)).toMatchObject({ reason: 'held-interval', retryAt: due, failures: 0, decidedOn: head });
    expect(result(kept).sentence).toContain(`wait until ${due}`);
  });

  it('is told with what GitHub refused of it', () => {
    const partly = result({ detail: 'Reviews may only be requested from collaborators.' });
    expect(partly).toMatchObject({ reason: 'pull-opened', syncedSha: head });
    expect(partly.sentence).toContain('but not with all that its settings say (“Reviews may only be requested');
  });
});

describe('the check run', () => {
  const check = { id: 5, sha: head, reason: 'pulls-disabled' };

  it('stays as it was unless the operation says otherwise', () => {
    expect(result({}, job({ check })).check).toEqual(check);
    expect(result({ check: null }, job({ check })).check).toBeNull();
    expect(result({ check }, job()).check).toEqual(check);
  });
});

describe('refusedOutcome', () => {
  it('keeps what was decided before a refused write, and claims nothing of it', () => {
    const refused = refusedOutcome(refusal, { ...plan, pull: reference(7) }, seen());
    expect(refused).toMatchObject({ reason: 'missing-permission', pull: reference(7), detail: 'Not accessible' });
    expect(result(refused)).toMatchObject({ decidedOn: head, missing: 3, syncedSha: null });
    expect(result(refused).sentence).toContain('Not accessible');
  });

  it('knows nothing after a refused read', () => {
    const refused = refusedOutcome({ ...refusal, notBefore: '2026-01-02T04:00:00.000Z' }, null, null);
    expect(refused).toMatchObject({ plan: null, seen: null, pull: null, notBefore: '2026-01-02T04:00:00.000Z' });
    expect(result(refused)).toMatchObject({ decidedOn: null, missing: null, syncedSha: null });
  });
});
