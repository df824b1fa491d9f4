import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { MINUTE } from '../../src/core/duration.ts';
import { links, refMoves } from '../../src/db/schema.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { reasonsOf } from './ailing.ts';
import { call } from './call.ts';
import { configured, write } from './configured.ts';
import { headOf, type MovesScene, own, strategyScene } from './moves.ts';
import { type LinkRow, scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const backups = (here: MovesScene) =>
  Object.entries(ring.github.refs(here.fork))
    .filter(([ref]) => ref.startsWith('refs/backstroke/backup/'))
    .map(([, sha]) => sha);

describe.concurrent('a move is held', () => {
  it('while upstream is rewritten, until it is released, and again at the next time', async ({ expect }) => {
    const here = await strategyScene(ring, 'rew', 'mirror');
    const { github } = ring;
    const first = await here.push('a.txt');
    await here.until({ lastSyncedSha: first });
    await here.idle();
    const rewrite = (file: string) =>
      github.forcePush(here.upstream, 'main', { files: { [file]: 'x\n' }, onto: null, message: 'Begin anew' });
    await rewrite('x.txt');
    const held = await here.until({ reason: 'held-upstream-rewritten', state: 'held' });
    expect(headOf(ring, here)).toBe(first);
    await here.sync();
    expect(await here.idle()).toMatchObject({ reason: 'held-upstream-rewritten', heldSince: held.heldSince });
    // Upstream goes on: the hold is the same.
    const second = await here.push('b.txt');
    expect(await here.until({ decidedOn: second, reason: 'held-upstream-rewritten' })).toMatchObject({
      heldSince: held.heldSince,
    });
    await here.sync({ release: true });
    await here.until({ lastSyncedSha: second, state: 'in-sync', heldSince: null });
    expect(headOf(ring, here)).toBe(second);
    expect(backups(here)).toEqual([first]);

    await here.idle();
    await rewrite('y.txt');
    await here.until({ reason: 'held-upstream-rewritten', state: 'held' });
    expect(headOf(ring, here)).toBe(second);
  });

  it('while it is the head of a pull request elsewhere, until that is closed or the file says so', async ({
    expect,
  }) => {
    const { github } = ring;
    for (const release of ['close', 'file'] as const) {
      const here = await strategyScene(ring, `out-${release}`, 'merge');
      await own(ring, here, 'mine.txt');
      await here.idle();
      await github.openPull({
        repo: here.upstream,
        head: `${here.owner}:main`,
        base: 'main',
        by: here.owner,
        title: 'Mine',
      });
      const before = headOf(ring, here);
      const sha = await here.push('a.txt');
      const link = await here.until({ reason: 'held-upstream-pull-open', state: 'held' });
      expect(link.sentence).toContain(`/up-out-${release}/hello/pull/1`);
      expect((link.retryAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(50 * 60_000);
      expect(headOf(ring, here)).toBe(before);
      if (release === 'file') await write(ring, here, 'strategy: merge\nhold-while-upstream-pull-open: false\n');
      else {
        github.closePull(here.upstream, 1, here.owner);
        await here.sync();
      }
      await here.until({ lastSyncedSha: sha, state: 'in-sync' });
    }
  });

  it('within the period that is set, unless a person asks', async ({ expect }) => {
    const here = await strategyScene(ring, 'every', 'fast-forward', {
      before: ({ upstream }) => ring.github.commit(upstream, 'main', { files: { 'z.txt': 'z\n' }, silent: true }),
    });
    const first = headOf(ring, here);
    expect(await here.link()).toMatchObject({ lastSyncedSha: first });
    await write(ring, here, 'strategy: merge\nevery: 1d\n');
    await here.idle();
    const sha = await here.push('a.txt');
    const link = await here.until({ reason: 'held-interval', state: 'held' });
    expect((link.retryAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(23 * 3600_000);
    await here.sync();
    await here.until({ lastSyncedSha: sha, state: 'in-sync' });
  });

  it('before the period is over, and then comes by itself', async ({ expect }) => {
    const here = await scene(ring, 'over');
    await write(ring, here, 'every: 10m\n');
    await configured(ring, here, 'valid');
    const { id } = await here.idle();
    const set = (values: Partial<LinkRow>) => ring.database.db.update(links).set(values).where(eq(links.id, id));
    const period = 10 * MINUTE;
    const lastSyncedAt = new Date();
    await set({ lastSyncedAt });
    await here.push('a.txt');
    const held = await here.until({ reason: 'held-interval', state: 'held' });
    expect(held.retryAt?.getTime()).toBe(lastSyncedAt.getTime() + period);
    await here.idle();
    const [next] = await reasonsOf(here, async () => {
      // Ten minutes pass.
      await set({ lastSyncedAt: new Date(lastSyncedAt.getTime() - period), retryAt: lastSyncedAt });
      await here.until({ reason: 'pull-opened' });
    });
    expect(next).toBe('pull-opened');
    expect(Number((await here.link()).lastSyncedAt)).toBeGreaterThan(lastSyncedAt.getTime());
  });

  it('while the file is not the one that the settings came from', async ({ expect }) => {
    const here = await strategyScene(ring, 'blob', 'merge');
    await here.idle();
    const file = { '.github/backstroke.yml': 'enabled: false\n' };
    const mine = await ring.github.commit(here.fork, 'main', { files: file, silent: true });
    await here.push('a.txt');
    const link = await here.until({ reason: 'github-unavailable' });
    expect(link.sentence).toContain('the configuration file was changed a moment ago');
    await ticked(ring);
    expect(headOf(ring, here)).toBe(mine);
    expect(here.writes()).toEqual([]);
    // The file's own event says what it is.
    await write(ring, here, 'strategy: merge\n');
    await eventually(() => headOf(ring, here) !== mine && here.writes().length > 0, { what: 'the merge' });
  });
});

describe.concurrent('an undo', () => {
  it('of which the commit is gone from GitHub ends, and says so', async ({ expect }) => {
    const here = await strategyScene(ring, 'ungone', 'fast-forward');
    const sha = await here.push('a.txt');
    await here.until({ lastSyncedSha: sha, state: 'in-sync' });
    await here.idle();
    const gone = 'd'.repeat(40);
    const { forkId, id } = await here.link();
    await ring.database.db.update(refMoves).set({ beforeSha: gone }).where(eq(refMoves.repositoryId, forkId));
    const token = ring.github.createUserToken(here.owner);
    expect((await call(ring, `/v1/links/${id}/undo`, { method: 'POST', token })).status).toBe(202);
    const link = await here.until({ reason: 'held-undone', state: 'held', undoMoveId: null, retryAt: null });
    expect(link.sentence).toContain(`it was at ${gone}, which GitHub does not have any more`);
    await here.idle();
    await ticked(ring);
    expect((await here.reasons()).filter((reason) => reason === 'github-unavailable')).toEqual([]);
    expect(headOf(ring, here)).toBe(sha);
  });
});

describe.concurrent('what follows what', () => {
  it('a chain of fast-forwards comes to rest with upstream everywhere', async ({ expect }) => {
    const { github } = ring;
    const here = await strategyScene(ring, 'chain', 'fast-forward');
    github.createUser('octo-third');
    await github.fork({ source: here.fork, owner: 'octo-third' });
    await github.commit('octo-third/hello', 'main', {
      files: { '.github/backstroke.yml': 'strategy: merge\n' },
      silent: true,
    });
    github.install('octo-third', ['octo-third/hello']);
    const sha = await here.push('a.txt');
    await here.until({ lastSyncedSha: sha });
    await eventually(
      async () => {
        const tip = github.refs('octo-third/hello')['refs/heads/main'] ?? '';
        return (await github.commitOf('octo-third/hello', tip)).parents.includes(sha);
      },
      { what: 'the third has it' },
    );
    await ticked(ring);
    expect(headOf(ring, here)).toBe(sha);
  });
});
