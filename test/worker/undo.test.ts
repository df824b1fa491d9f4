import { expect, test, vi } from 'vitest';
import { parseKeptRef } from '../../src/core/backup.ts';
import type { UndoJob } from '../../src/core/message.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import { type Moved, noCommit } from '../../src/github/move-branch.ts';
import { undo } from '../../src/worker/undo.ts';
import { fork, forkId, seen, sha } from '../core/observed.ts';
import { aJob } from '../support/messages.ts';

const [before, after] = [sha('1'), sha('2')];
const job: UndoJob = {
  ...aJob({ fork: { id: forkId, owner: 'octo', name: 'old-name', branch: 'main' } }),
  kind: 'undo',
  undo: { moveId: '5f4f2b1e-7f5c-4c5e-9a55-0d6f3f1f6a03', before, after },
};
const at = (branchSha: string): Observation => seen({ fork: fork({ branchSha }) });
const refusal = (unclear: boolean): Refusal => ({
  refused: true,
  reason: 'github-unavailable',
  detail: '502',
  notBefore: null,
  unclear,
});
const overtaken: Moved = { moved: false, why: 'overtaken' };

/** An undo that is shown these, one after the other, and whose write is answered so. */
async function run(given: {
  shows: (Observation | Refusal)[];
  moved?: Moved;
  dryRun?: boolean;
  has?: boolean | Refusal;
}) {
  const { moved = { moved: true, sha: before }, dryRun = false, has = true } = given;
  const shows = [...given.shows];
  const observe = vi.fn(async () => shows.shift() ?? Promise.reject(new Error('It was read too often')));
  const replaceRefs = vi.fn(async (_: { moves: readonly { ref: string; before: string; after: string }[] }) => moved);
  const now = async () => new Date('2026-11-28T19:15:00.500Z');
  const giveUp = new AbortController().signal;
  const hasCommit = vi.fn(async () => has);
  const outcome = await undo(job, {
    gateway: { observe, replaceRefs, hasCommit },
    dryRun,
    now,
    giveUp,
    braked: async () => false,
  });
  return { outcome, observe, replaceRefs };
}

test('one mutation moves the branch back and keeps the tip it leaves, in the fork as it is called now', async () => {
  const { outcome, observe, replaceRefs } = await run({ shows: [at(after)] });
  expect(outcome).toMatchObject({ reason: 'undone', detail: null });
  expect(observe).toHaveBeenCalledTimes(1);
  expect(replaceRefs).toHaveBeenCalledTimes(1);
  const [order] = replaceRefs.mock.calls[0] ?? [];
  expect(order).toMatchObject({ fork: { owner: 'octo', name: 'hello' }, repositoryNodeId: 'R_fork' });
  const [kept, branch] = order?.moves ?? [];
  expect(kept).toMatchObject({ before: noCommit, after });
  const at19 = new Date('2026-11-28T19:15:00Z');
  expect(parseKeptRef(kept?.ref ?? '')).toEqual({ by: 'undone', branch: 'main', at: at19, sha: after });
  expect(branch).toEqual({ ref: 'refs/heads/main', before: after, after: before });
});

test.each<[string, Moved, Observation, string]>([
  ['refused the lease: it is back already', overtaken, at(before), 'undone'],
  ['refused the lease: somebody pushed', overtaken, at(sha('3')), 'held-undone'],
  ['refused the lease and shows an old state', overtaken, at(after), 'github-unavailable'],
  ['answered nothing, and did it', refusal(true), at(before), 'undone'],
  ['answered nothing, and did nothing', refusal(true), at(after), 'github-unavailable'],
  ['answered nothing, and somebody pushed', refusal(true), at(sha('3')), 'held-undone'],
])('GitHub %s: a read follows, no second write', async (_, moved, then, reason) => {
  const { outcome, replaceRefs } = await run({ shows: [at(after), then], moved });
  expect(outcome.reason).toBe(reason);
  expect(replaceRefs).toHaveBeenCalledTimes(1);
});

test('what GitHub refuses clearly is not looked at again', async () => {
  const refused: Refusal = { ...refusal(false), reason: 'branch-protected' };
  expect((await run({ shows: [at(after)], moved: refused })).outcome.reason).toBe('branch-protected');
});

test.each<[string, boolean | Refusal, string]>([
  ['is gone ends it', false, 'held-undone'],
  ['is there, or was', true, 'github-unavailable'],
  ['is not said to be gone', refusal(false), 'github-unavailable'],
])('a refusal where the commit %s', async (_, has, reason) => {
  const { outcome } = await run({ shows: [at(after)], moved: refusal(false), has });
  expect(outcome.reason).toBe(reason);
  if (reason === 'held-undone')
    expect(outcome.detail).toBe(`before the sync it was at ${before}, which GitHub does not have any more`);
});

test.each<[string, Parameters<typeof run>[0], string]>([
  ['a dry run', { shows: [at(after)], dryRun: true }, 'planned'],
  ['a fork that cannot be read', { shows: [refusal(false)] }, 'github-unavailable'],
  ['a fork that is gone', { shows: [seen({ fork: null })] }, 'fork-missing'],
])('%s writes nothing', async (_, given, reason) => {
  const { outcome, replaceRefs } = await run(given);
  expect(outcome.reason).toBe(reason);
  expect(replaceRefs).not.toHaveBeenCalled();
});
