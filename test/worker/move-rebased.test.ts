import { beforeEach, expect, it } from 'vitest';
import { backupRef } from '../../src/core/backup.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import type { Rebased } from '../../src/git/git.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { type Moved, noCommit } from '../../src/github/move-branch.ts';
import { sync } from '../../src/worker/sync.ts';
import { counted, elsewhere, fork, head, now, seen, sha } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { fakeGateway } from '../support/fake-gateway.ts';
import { aContext } from './context.ts';

const from = sha('f');
const made = sha('d');
const ref = 'refs/backstroke/tmp/link/op';
const backup = backupRef({ branch: 'main', at: now, sha: from });
const replayed = { kind: 'rebased', sha: made, ref, kept: 1, dropped: 1, rangeDiff: '1:  aaa = 1:  bbb' } as const;
const diverged = seen({ comparison: counted({ own: 2 }) });
const at = (branchSha: string) => seen({ fork: fork({ branchSha }), comparison: counted({ missing: 0, own: 1 }) });
const outage: Refusal = {
  refused: true,
  reason: 'github-unavailable',
  detail: 'HTTP 502',
  notBefore: null,
  unclear: true,
};

let asked: string[];
let moves: Parameters<Gateway['replaceRefs']>[0]['moves'][];
beforeEach(() => {
  asked = [];
  moves = [];
});

/** `shown`: what each read shows, the last of them again and again; `moved`: how GitHub answers each move. */
function run(given: { replays: Rebased | Refusal; shown?: Observation[]; moved?: Moved[]; giveUp?: AbortController }) {
  const shown = [...(given.shown ?? [diverged])];
  const moved = [...(given.moved ?? [{ moved: true, sha: made }])];
  const giveUp = given.giveUp ?? new AbortController();
  const context = aContext({
    gateway: {
      ...fakeGateway({ asked, answers: {} }),
      observe: async () => (shown.length > 1 ? shown.shift() : shown[0]) ?? diverged,
      replaceRefs: async (order) => {
        moves.push(order.moves);
        return moved.shift() ?? outage;
      },
    },
    git: {
      rebase: async (order) => {
        asked.push(`rebase ${order.syncedSha} ${order.committer.email}`);
        if (given.giveUp) given.giveUp.abort();
        return given.replays;
      },
      conflicts: async () => ({ files: [], known: [] }),
      resolve: async () => ({ kind: 'unknown' }),
      tidy: async ({ linkId }) => {
        asked.push(`tidy ${linkId}`);
        return { done: true };
      },
    },
    repositoryToken: async () => ({ token: 'of the fork' }),
    giveUp: giveUp.signal,
  });
  return sync(job({ pull: null, strategy: 'rebase', lastSyncedSha: elsewhere }), context);
}

const rebase = `rebase ${elsewhere} 1+backstroke[bot]@users.noreply.github.com`;
const tidy = `tidy ${job().linkId}`;
const kept = { ref: backup, before: noCommit, after: from };

it('moves the branch to what was replayed, with a backup and without the temporary reference, in one go', async () => {
  expect(await run({ replays: replayed })).toMatchObject({
    reason: 'rebased',
    detail: null,
    rangeDiff: replayed.rangeDiff,
    moved: { branch: 'main', before: from, after: made, backup },
    plan: { syncedSha: head },
  });
  const away = { ref, before: made, after: noCommit };
  expect(moves).toEqual([[kept, away, { ref: 'refs/heads/main', before: from, after: made }]]);
  expect(asked).toEqual([rebase]);
});

it('moves it to upstream’s head where upstream has taken all', async () => {
  const moved = [{ moved: true as const, sha: head }];
  expect(await run({ replays: { kind: 'nothing', dropped: 2 }, moved })).toMatchObject({ reason: 'rebased' });
  expect(moves).toEqual([[kept, { ref: 'refs/heads/main', before: from, after: head }]]);
});

it('reads and decides again where the branch was moved by somebody else, and leaves nothing there', async () => {
  const moved = [
    { moved: false as const, why: 'overtaken' as const },
    { moved: true as const, sha: made },
  ];
  const theirs = seen({ fork: fork({ branchSha: sha('e') }), comparison: counted({ own: 3 }) });
  expect(await run({ replays: replayed, shown: [diverged, theirs], moved })).toMatchObject({ reason: 'rebased' });
  expect(asked).toEqual([rebase, tidy, rebase]);
  expect(moves.map((one) => one.at(-1)?.before)).toEqual([from, sha('e')]);
});

it('finds what was done when the answer was lost', async () => {
  expect(await run({ replays: replayed, shown: [diverged, at(made)], moved: [outage] })).toMatchObject({
    reason: 'rebased',
    rangeDiff: replayed.rangeDiff,
    moved: { after: made, backup },
  });
  expect(asked).toEqual([rebase]);
});

it('does not claim a move that is somebody else’s', async () => {
  const outcome = await run({ replays: replayed, shown: [diverged, at(sha('e'))], moved: [outage] });
  expect(outcome.reason).toBe('rebased');
  expect(outcome.moved).toBeUndefined();
});

it('tells a refusal, and removes what it pushed', async () => {
  const refusal = { ...outage, reason: 'branch-protected', unclear: false } as const;
  expect(await run({ replays: replayed, moved: [refusal] })).toMatchObject({ reason: 'branch-protected' });
  expect(asked.slice(0, 2)).toEqual([rebase, tidy]);
});

it('tells what kept git from it', async () => {
  expect(await run({ replays: outage })).toMatchObject({ reason: 'github-unavailable', detail: 'HTTP 502' });
  expect(moves).toEqual([]);
});

it.each([
  { kind: 'conflict' as const, commit: from, files: ['a.txt', 'b.txt'] },
  { kind: 'too-many' as const, own: 501 },
])('opens a pull request where it came to $kind', async (replays) => {
  const files = 'files' in replays ? replays.files : [];
  expect(await run({ replays })).toMatchObject({ reason: 'pull-opened', plan: { instead: replays.kind, files } });
  expect(asked).toEqual([rebase, 'readRange', 'readRange', 'openPull']);
});

it('writes nothing once the worker gives up', async () => {
  await run({ replays: replayed, giveUp: new AbortController() });
  expect([asked, moves]).toEqual([[rebase], []]);
});
