import { beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import { resultOf } from '../../src/core/result.ts';
import { emptyBox } from '../../src/core/text/pull-boxes.ts';
import { section } from '../../src/core/text/pull-section.ts';
import type { Git, ResolveOrder } from '../../src/git/git.ts';
import type { Resolved } from '../../src/git/resolve.ts';
import type { Moved } from '../../src/github/move-branch.ts';
import { sync } from '../../src/worker/sync.ts';
import { counted, elsewhere, fork, head, merged, now, pull, reference, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { fakeGateway } from '../support/fake-gateway.ts';
import { aContext } from './context.ts';

const branch = 'backstroke/up/main';
const heads = { fork: fork().branchSha ?? '', upstream: head };
const box = emptyBox('resolve', 'Resolve as before').replace('[ ]', '[x]');
const open = pull({
  head: 'fork',
  headSha: head,
  conflicting: true,
  labels: ['conflict'],
  body: section(box, { ...heads, conflicting: true }),
});
const past = merged({ head: 'fork', number: 3, headSha: 'd'.repeat(40) });
const placed = { sha: head, comparison: counted({ missing: 0, own: 0 }), beyond: 1, lacks: 1 };
const before = seen({ placed, pulls: [open, past] });
const after = seen({
  placed: { ...placed, sha: elsewhere, comparison: counted({ missing: 0, own: 2 }), lacks: 0 },
  pulls: [{ ...open, headSha: elsewhere, conflicting: null }],
});
const settings = { ...defaultSettings, pullRequest: { ...defaultSettings.pullRequest, head: 'fork' as const } };
const order = job({
  settings,
  pull: reference(7),
  decidedOn: head,
  lastSyncedSha: head,
  mergeability: { number: 7, conflicting: true, labels: ['conflict'], headSha: head, looks: 0, refused: null },
  ticked: { box: 'resolve', heads, by: { id: 5, login: 'mona' }, request: 3 },
});
const no = (unclear: boolean): Refusal => ({
  refused: true,
  reason: unclear ? 'github-unavailable' : 'missing-permission',
  detail: 'no',
  notBefore: null,
  unclear,
});
const made: Resolved = { kind: 'resolved', sha: elsewhere, ref: 'refs/backstroke/tmp/link/operation' };

let asked: string[];
let orders: ResolveOrder[];
beforeEach(() => {
  asked = [];
  orders = [];
});

async function run(answer: Resolved | Refusal, moved: Moved, shown: Observation[], git: Partial<Git> | null = {}) {
  const moves: unknown[] = [];
  const gateway = {
    ...fakeGateway({ asked, answers: {} }),
    observe: async () => (shown.length > 1 ? shown.shift() : shown[0]) ?? before,
    mayPush: async () => true,
    readPullBody: async () => ({ body: open.body ?? '' }),
    replaceRefs: async (given: { moves: unknown }) => {
      asked.push('replaceRefs');
      moves.push(given.moves);
      return moved;
    },
  };
  const whole: Git = {
    rebase: async () => no(false),
    conflicts: async () => ({ files: [], known: [] }),
    resolve: async (given) => {
      orders.push(given);
      return answer;
    },
    tidy: async () => {
      asked.push('tidy');
      return { done: true };
    },
    ...git,
  };
  const context = aContext({
    gateway,
    git: git === null ? null : whole,
    repositoryToken: async () => ({ token: 'of the fork' }),
  });
  const outcome = await sync(order, context);
  return { moves, result: resultOf({ job: order, outcome, readAt: now, now, webUrl: 'https://github.com' }) };
}

describe('conflicts are resolved as before', () => {
  it('by a merge on the head, after which there are none', async () => {
    const { moves, result } = await run(made, { moved: true, sha: elsewhere }, [before, after]);
    expect(orders).toMatchObject([
      {
        fork: { sha: heads.fork, token: 'of the fork' },
        upstream: { name: 'hello', sha: head, token: 'of the fork' },
        memory: { upstream: head, past: [past.headSha] },
        message: `Merge main of octo/hello into ${branch}`,
      },
    ]);
    expect(moves).toEqual([
      [
        { ref: made.ref, before: elsewhere, after: '0'.repeat(40) },
        { ref: `refs/heads/${branch}`, before: head, after: elsewhere },
      ],
    ]);
    expect(asked).toEqual(['replaceRefs', 'removeLabel', 'readRange', 'rewritePull']);
    expect(result).toMatchObject({ reason: 'pull-open', pull: reference(7), moved: null });
  });

  it.each([
    ['where not all of them are known any more', { kind: 'unknown' } as const, {}],
    ['without a git', { kind: 'unknown' } as const, null],
  ])('not at all %s: the text is written anew', async (_, answer, git) => {
    const { result } = await run(answer, { moved: true, sha: elsewhere }, [before], git);
    expect(asked.slice(0, 2)).toEqual(['readRange', 'rewritePull']);
    expect(result).toMatchObject({ reason: 'conflict' });
  });

  it('not where somebody pushed there meanwhile, and what was made for it is removed', async () => {
    const { result } = await run(made, { moved: false, why: 'overtaken' }, [before, after]);
    expect(asked.slice(0, 2)).toEqual(['replaceRefs', 'tidy']);
    expect(result).toMatchObject({ reason: 'pull-open' });
  });

  it('once, where nobody knows what became of it', async () => {
    await run(made, no(true), [before, after]);
    expect(asked.filter((call) => call === 'replaceRefs')).toHaveLength(1);
    expect(asked).not.toContain('tidy');
  });

  it.each([
    ['git', no(false), { moved: true, sha: elsewhere } as const],
    ['GitHub', made, no(false)],
  ])('or %s says why not', async (_, answer, moved) => {
    const { result } = await run(answer, moved, [before]);
    expect(result).toMatchObject({ reason: 'missing-permission' });
    expect(asked).not.toContain('rewritePull');
  });
});
