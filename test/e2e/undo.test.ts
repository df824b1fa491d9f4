import { eq } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { backupRef } from '../../src/core/backup.ts';
import { refMoves } from '../../src/db/schema.ts';
import { createGitHub } from '../../src/github/app.ts';
import { noCommit, replaceRefs } from '../../src/github/move-branch.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { call } from './call.ts';
import { type Scene, scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const main = 'refs/heads/main';
const tipOf = ({ fork }: Scene) => ring.github.refs(fork)[main];
const keptIn = ({ fork }: Scene) =>
  Object.entries(ring.github.refs(fork)).filter(([ref]) => ref.startsWith('refs/backstroke/'));

/** Makes the fork's branch equal to upstream's, with a backup, as the strategy `mirror` does. */
async function mirror(here: Scene): Promise<{ before: string; after: string; backup: string }> {
  const { appId, privateKey, url } = ring.github;
  const client = createGitHub({ appId, privateKey, baseUrl: `${url}/api/v3` }).asInstallation(here.installation);
  const [owner = '', name = ''] = here.fork.split('/');
  const [before = '', after = ''] = [tipOf(here), ring.github.refs(here.upstream)[main]];
  const backup = backupRef({ branch: 'main', at: new Date(), sha: before });
  const repositoryNodeId = ring.github.repository(here.fork).nodeId;
  const moves = [
    { ref: backup, before: noCommit, after: before },
    { ref: main, before, after },
  ];
  const moved = await replaceRefs({ client, fork: { owner, name } }, { repositoryNodeId, moves });
  if (!('moved' in moved && moved.moved)) throw new Error(JSON.stringify(moved));
  return { before, after, backup };
}

/** A fork with a commit of its own that its upstream's commits then took the place of. */
async function mirrored(name: string) {
  const here = await scene(ring, name);
  await ring.github.commit(here.fork, 'main', { files: { 'own.txt': 'own\n' } });
  await here.push('a.txt');
  await here.until({ reason: 'pull-opened' });
  await here.idle();
  const move = await mirror(here);
  await ring.github.settled();
  return { here, ...move };
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
    const operation = await call(ring, `/v1/operations/${operationId}`, {
      token: ring.github.createUserToken(here.owner),
    });
    expect(operation.body).toMatchObject({ status: 'ok', reason: 'undone' });
    await here.idle();
    expect((await asked(here, 'moves')).body.data).toMatchObject([{ before, after, undoneAt: expect.any(String) }]);
    expect(await asked(here, 'undo', 'POST')).toMatchObject({ status: 409 });

    await here.push('b.txt');
    await here.until({ reason: 'held-undone', state: 'held' });
    await here.push('c.txt', { silent: true });
    await ticked(ring);
    await here.sync();
    await here.answered();
    expect((await here.until({ reason: 'held-undone', state: 'held' })).undoneAt).toEqual(link.undoneAt);
    expect(tipOf(here)).toBe(before);

    await here.sync({ release: true });
    await here.until({ undoneAt: null, state: 'pull-open' });
    expect(await rowsOf(here)).toHaveLength(1);
  });

  it('that a person pushed onto is left as it is, and held', async ({ expect }) => {
    const { here, before } = await mirrored('onto');
    const mine = await ring.github.commit(here.fork, 'main', { files: { 'mine.txt': 'mine\n' } });
    await here.idle();
    await undo(here);
    const link = await here.until({ reason: 'held-undone', state: 'held', undoMoveId: null });
    expect(link.sentence).toContain(`could not be done (“the branch is at ${mine.slice(0, 7)}`);
    expect(link.sentence).toContain(before);
    expect(tipOf(here)).toBe(mine);
    expect((await rowsOf(here))[0]?.undoneAt).toBeNull();
  });
});

/** A move of which GitHub tells nobody. */
async function deafly(here: Scene) {
  const { target } = ring.github.webhooks;
  ring.github.setWebhook(null);
  try {
    return await mirror(here);
  } finally {
    ring.github.setWebhook(target);
  }
}

/** Not at the same time as the others: they need what is taken away here. */
describe('a move of ours', () => {
  it('whose push was never delivered is found by its backup ref, and put back', async ({ expect }) => {
    const { here } = await mirrored('lost');
    await undo(here);
    await here.until({ reason: 'undone' });
    await here.idle();
    const deaf = ring.github.deliveries().length;
    const { before, after, backup } = await deafly(here);
    expect(ring.github.deliveries()).toHaveLength(deaf);
    const told = async () => (await rowsOf(here)).find(({ backupRef }) => backupRef === backup);
    expect(await told()).toBeUndefined();
    ring.github.removeRepositories(here.installation, []);
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
    let done = false;
    const putsBack: Fault['match'] = ({ operationName, body }) => {
      const mine = operationName === 'UpdateRefs' && JSON.stringify(body).includes('/undone/');
      done ||= mine;
      return mine;
    };
    ring.github.faults.add({ match: putsBack, kind: 'drop-after', times: 1 });
    ring.github.faults.add({
      match: ({ operationName }) => done && operationName === 'Observe',
      kind: 'hang',
      times: 1,
    });
    await undo(here);
    await eventually(() => tipOf(here) === before, { what: 'the branch is put back' });
    ring.worker.kill('SIGKILL');
    await ring.worker.exited;
    ring.worker = await ring.start('worker');
    await here.until({ reason: 'undone', state: 'held' });
    expect(tipOf(here)).toBe(before);
    expect(keptIn(here)).toHaveLength(2);
  });
});
