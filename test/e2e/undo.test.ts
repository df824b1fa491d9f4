import { eq } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { refMoves } from '../../src/db/schema.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { call } from './call.ts';
import { configured, write } from './configured.ts';
import { untilMerged } from './merging.ts';
import { diesHavingMoved, headOf, keptRefs, own, strategyScene } from './moves.ts';
import { type Scene, scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const tipOf = (here: Scene) => headOf(ring, here);
const keptIn = (here: Scene) => keptRefs(ring, here);

/** A fork with a commit of its own that its upstream's commits then took the place of. */
async function mirrored(name: string) {
  const here = await strategyScene(ring, name, 'mirror');
  const before = await own(ring, here, 'own.txt', 'own\n', true);
  const after = await here.push('a.txt');
  await here.until({ lastSyncedSha: after, state: 'in-sync' });
  await here.idle();
  return { here, before, after };
}

const rowsOf = ({ fork }: Scene) =>
  ring.database.db
    .select()
    .from(refMoves)
    .where(eq(refMoves.repositoryId, ring.github.repository(fork).id))
    .orderBy(refMoves.movedAt);

const asked = async (here: Scene, path: string, method = 'GET') =>
  call(ring, `/v1/links/${(await here.link()).id}/${path}`, {
    method,
    token: ring.github.createUserToken(here.owner),
  });
const undo = async (here: Scene) => {
  const answer = await asked(here, 'undo', 'POST');
  if (answer.status !== 202) throw new Error(`undo was answered ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

describe.concurrent('a move of ours', () => {
  it('is recorded, shown, put back once and held until it is released', async ({ expect }) => {
    const { here, before, after } = await mirrored('back');
    expect((await asked(here, 'moves')).body.data).toMatchObject([{ before, after, kind: 'other', undoneAt: null }]);
    const { operationId } = await undo(here);
    const link = await here.until({ reason: 'undone', state: 'held', retryAt: null });
    expect(link.sentence).toContain('{"release": true}');
    expect(tipOf(here)).toBe(before);
    expect(keptIn(here).map(([, sha]) => sha)).toEqual([before, after]);
    await here.idle();
    const operation = await call(ring, `/v1/operations/${operationId}`, {
      token: ring.github.createUserToken(here.owner),
    });
    expect(operation.body).toMatchObject({ status: 'ok', reason: 'undone' });
    expect((await asked(here, 'moves')).body.data).toMatchObject([{ before, after, undoneAt: expect.any(String) }]);
    expect(await asked(here, 'undo', 'POST')).toMatchObject({ status: 409 });

    await here.push('b.txt');
    await here.until({ reason: 'held-undone', state: 'held' });
    const newest = await here.push('c.txt', { silent: true });
    await ticked(ring);
    await here.sync();
    await here.answered();
    expect((await here.until({ reason: 'held-undone', state: 'held' })).undoneAt).toEqual(link.undoneAt);
    expect(tipOf(here)).toBe(before);

    await here.sync({ release: true });
    await here.until({ undoneAt: null, lastSyncedSha: newest, state: 'in-sync' });
    expect(tipOf(here)).toBe(newest);
    await here.idle();
    expect((await asked(here, 'moves')).body.data).toMatchObject([
      { before, after: newest, undoneAt: null },
      { before, after, undoneAt: expect.any(String) },
    ]);
    expect(here.pulls()).toEqual([]);
  });

  it.for([
    ['fast-forward', 'fast-forwarded'],
    ['merge', 'merged'],
  ] as const)('by %s is put back, and made again once that is released', async ([strategy, done], { expect }) => {
    const here = await strategyScene(ring, `back-${strategy}`, strategy);
    if (strategy === 'merge') await own(ring, here, 'own.txt');
    await here.idle();
    const before = tipOf(here);
    await here.until({ lastSyncedSha: await here.push('a.txt') });
    const after = tipOf(here);
    await here.idle();
    expect(await rowsOf(here)).toMatchObject([
      { beforeSha: before, afterSha: after, kind: 'forward', delivery: expect.any(String) },
    ]);
    await undo(here);
    await here.until({ reason: 'undone', state: 'held' });
    expect(tipOf(here)).toBe(before);
    expect(keptIn(here).map(([, sha]) => sha)).toEqual([after]);
    const sha = await here.push('b.txt');
    await here.until({ reason: 'held-undone', decidedOn: sha });
    expect(tipOf(here)).toBe(before);
    await here.sync({ release: true });
    await here.until({ lastSyncedSha: sha, state: 'in-sync', undoneAt: null });
    expect((await here.reasons()).filter((reason) => reason === done)).toHaveLength(2);
    expect(here.pulls()).toEqual([]);
  });

  it('by merging a pull request is put back, and offered again once that is released', async ({ expect }) => {
    const here = await scene(ring, 'back-pull');
    await own(ring, here, 'own.txt');
    await write(ring, here, 'pull-request:\n  merge: squash\n');
    await configured(ring, here, 'valid');
    await here.idle();
    const before = tipOf(here);
    const sha = await here.push('a.txt');
    await untilMerged(ring, here);
    await here.idle();
    await undo(here);
    await here.until({ reason: 'undone', state: 'held' });
    expect(tipOf(here)).toBe(before);
    await write(ring, here, null);
    await configured(ring, here, 'default');
    await here.sync({ release: true });
    await here.until({ pullNumber: 2, state: 'pull-open', lastSyncedSha: sha, undoneAt: null });
    expect(here.pulls()).toMatchObject([{ state: 'closed' }, { state: 'open', head: { sha } }]);
  });

  it('that a person pushed onto is left as it is, and held', async ({ expect }) => {
    const { here, before } = await mirrored('onto');
    const mine = await own(ring, here, 'mine.txt', 'mine\n', true);
    await undo(here);
    const link = await here.until({ reason: 'held-undone', state: 'held', undoMoveId: null });
    expect(link.sentence).toContain(`could not be done (“the branch is at ${mine.slice(0, 7)}`);
    expect(link.sentence).toContain(before);
    expect(tipOf(here)).toBe(mine);
    expect((await rowsOf(here))[0]?.undoneAt).toBeNull();
  });
});

/** Not at the same time as the others: they need what is taken away here. */
describe('a move of ours', () => {
  it('whose push was never delivered, nor its result, is found by its backup ref, and put back', async ({ expect }) => {
    const { here, before, after } = await mirrored('lost');
    await undo(here);
    await here.until({ reason: 'undone' });
    await here.idle();
    const { target } = ring.github.webhooks;
    ring.github.setWebhook(null);
    await diesHavingMoved(ring, here, '/backup/', () => here.sync({ release: true }));
    await here.until({ reason: 'up-to-date', undoneAt: null });
    ring.github.setWebhook(target);
    expect(tipOf(here)).toBe(after);
    expect(await rowsOf(here)).toHaveLength(1);
    ring.github.removeRepositories(here.installation, []);
    const told = async () => (await rowsOf(here))[1];
    const row = await eventually(told, { what: 'the move that its backup ref tells of' });
    expect(row).toMatchObject({ beforeSha: before, afterSha: null, kind: 'other', undoneAt: null });
    await undo(here);
    await here.until({ reason: 'undone' });
    await here.idle();
    expect(tipOf(here)).toBe(before);
    expect((await told())?.afterSha).toBe(after);
    expect(await rowsOf(here)).toHaveLength(2);
  });
});

describe('an undo that was asked for', () => {
  it('outlives an emptied Redis and a push meanwhile', async ({ expect }) => {
    const { here, before } = await mirrored('flush');
    ring.worker.kill('SIGTERM');
    await ring.worker.exited;
    await undo(here);
    const redis = new Redis(ring.redis.url);
    await redis.flushall();
    redis.disconnect();
    await here.push('b.txt');
    ring.worker = await ring.start('worker');
    await here.until({ undoMoveId: null, state: 'held' });
    await here.idle();
    expect((await here.link()).undoneAt).not.toBeNull();
    expect(await here.reasons()).toContain('undone');
    expect(tipOf(here)).toBe(before);
    expect(here.writes().filter((write) => write === 'UpdateRefs')).toHaveLength(2);
  });

  it('is done once though its worker dies after GitHub did it', async ({ expect }) => {
    const { here, before } = await mirrored('killed');
    await diesHavingMoved(ring, here, '/undone/', () => undo(here));
    await here.until({ reason: 'undone', state: 'held' });
    expect(tipOf(here)).toBe(before);
    expect(keptIn(here)).toHaveLength(2);
  });
});
