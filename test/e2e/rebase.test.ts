import { afterAll, beforeAll, describe, it } from 'vitest';
import { directory } from '../support/git-program.ts';
import { type Ring, startRing } from '../support/ring.ts';
import { call } from './call.ts';
import { headOf, keptRefs, type MovesScene, operationWith, own, requestsOf, strategyScene } from './moves.ts';
import { ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const keptIn = (here: MovesScene) => keptRefs(ring, here);

/** A fork with two commits of its own. */
async function withTwo(name: string) {
  const here = await strategyScene(ring, name, 'rebase');
  const first = await own(ring, here, 'first.txt', 'first\n', true);
  const second = await own(ring, here, 'second.txt', 'second\n', true);
  await here.idle();
  return { here, first, second };
}

describe.concurrent('a link that rebases', () => {
  it('moves the branch forward where it has nothing of its own', async ({ expect }) => {
    const here = await strategyScene(ring, 'rf', 'rebase');
    const sha = await here.push('a.txt');
    await here.until({ lastSyncedSha: sha, state: 'in-sync' });
    expect(headOf(ring, here)).toBe(sha);
    expect(here.writes()).toEqual(['PATCH /repos/:owner/:repo/git/refs/*ref']);
  });

  it('replays what upstream has not taken, and an undo puts it back', async ({ expect }) => {
    const { here, second } = await withTwo('rt');
    const before = ring.github.requests().length;
    const sha = await ring.github.commit(here.upstream, 'main', {
      files: { 'first.txt': 'first\n' },
      message: 'Theirs now',
    });
    await here.until({ lastSyncedSha: sha, state: 'in-sync', pullNumber: null });
    const tip = headOf(ring, here);
    expect(await ring.github.commitOf(here.fork, tip)).toMatchObject({ parents: [sha], message: 'Our second.txt' });
    expect(keptIn(here)).toEqual([
      [expect.stringMatching(new RegExp(`^refs/backstroke/backup/main/\\d{8}T\\d{6}Z-${second}$`)), second],
    ]);
    await here.idle();
    await ticked(ring);
    const asked = requestsOf(ring, here, before).filter((one) => one !== 'Heads');
    // Besides a token for git. What follows is read because GitHub tells of our own push.
    expect(asked.slice(0, 2)).toEqual(['Observe', 'UpdateRefs']);
    expect(asked.slice(2).filter((one) => !['Observe', 'Covered', 'ConfigAt'].includes(one))).toEqual([]);
    expect(here.writes()).toEqual(['UpdateRefs']);

    const operation = await operationWith(ring, here, 'rebased');
    expect(operation).toMatchObject({ status: 'ok', reason: 'rebased', upstreamSha: sha });
    expect(operation.sentence).toContain('/undo');
    expect(operation.rangeDiff).toContain('Our first.txt');
    expect(operation.rangeDiff).toMatch(/ = 1: .* Our second\.txt/);

    const token = ring.github.createUserToken(here.owner);
    const undo = await call(ring, `/v1/links/${(await here.link()).id}/undo`, { method: 'POST', token });
    expect(undo.status).toBe(202);
    await here.until({ reason: 'undone', state: 'held' });
    expect(headOf(ring, here)).toBe(second);
    expect(keptIn(here).map(([, kept]) => kept)).toEqual([second, tip]);
  });

  it('ends at upstream where that has taken all, and keeps what was there', async ({ expect }) => {
    const { here, second } = await withTwo('ra');
    await ring.github.commit(here.upstream, 'main', { files: { 'first.txt': 'first\n' }, silent: true });
    const sha = await ring.github.commit(here.upstream, 'main', { files: { 'second.txt': 'second\n' } });
    await here.until({ lastSyncedSha: sha, state: 'in-sync', pullNumber: null });
    expect(headOf(ring, here)).toBe(sha);
    expect(keptIn(here).map(([, kept]) => kept)).toEqual([second]);
    expect(await here.reasons()).toContain('rebased');
  });

  it('has a pull request that names the files where it met a conflict', async ({ expect }) => {
    const here = await strategyScene(ring, 'rc', 'rebase');
    const mine = await own(ring, here, 'a.txt', 'mine\n', true);
    await here.push('a.txt');
    const { sentence } = await operationWith(ring, here, 'pull-opened');
    expect(sentence).toContain('changed the same lines of a.txt: merge it');
    await here.until({ pullNumber: 1 });
    await here.idle();
    await ticked(ring);
    // GitHub may have found the conflict by now, which a check run and the text tell.
    const told = ['POST /repos/:owner/:repo/check-runs', 'PATCH /repos/:owner/:repo/pulls/:number'];
    expect(here.writes().filter((one) => !told.includes(one))).toEqual(['POST /repos/:owner/:repo/pulls']);
    expect(headOf(ring, here)).toBe(mine);
    expect(keptIn(here)).toEqual([]);
  });
});

/** Not at the same time as the others: it takes their worker away. */
describe('a worker without git', () => {
  it('says so, and opens a pull request; one that has it rebases', async ({ expect }) => {
    const { here, second } = await withTwo('rn');
    const stop = async () => {
      ring.worker.kill('SIGTERM');
      await ring.worker.exited;
    };
    await stop();
    ring.worker = await ring.start('worker', { PATH: directory() });
    expect(ring.worker.lines.map(({ json }) => json?.msg)).toContain(
      'This worker can neither rebase nor fetch what is not on GitHub',
    );
    await here.push('a.txt');
    await here.until({ state: 'pull-open', pullNumber: 1 });
    expect((await operationWith(ring, here, 'pull-opened')).sentence).toContain(
      "because this Backstroke's worker has no git",
    );
    expect(headOf(ring, here)).toBe(second);
    await here.idle();
    await stop();
    ring.worker = await ring.start('worker');
    const sha = await here.push('b.txt');
    await here.until({ lastSyncedSha: sha, state: 'in-sync', pullNumber: null });
    expect(await here.reasons()).toContain('rebased');
    expect(keptIn(here).map(([, kept]) => kept)).toEqual([second]);
  });
});
