/** Uninstalling: nothing that names the account stays, whatever still travels. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestRefresh } from '../../src/db/write/installations.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { path } from './configured.ts';
import { naming } from './naming.ts';
import { follow, type Scene, scene, ticked } from './scene.ts';
import { forkBecomes, installationRow } from './variants.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

/** Everything by which the account of a scene and what it has could be recognised. */
function wordsOf(here: Scene): (string | number)[] {
  const { id, nodeId } = ring.github.repository(here.fork);
  return [here.owner, id, nodeId, here.installation];
}

const removed = (here: Scene) =>
  eventually(async () => (await installationRow(ring, here.installation)) === undefined, { what: 'it is removed' });
const left = async (here: Scene, words = wordsOf(here)) => {
  await removed(here);
  expect(await naming(ring, words)).toEqual([]);
};

/** A fork with a file, a pull request and a name for everything. */
async function lived(name: string): Promise<Scene> {
  const here = await scene(ring, name);
  const text = 'pull-request:\n  title: "Sync {{upstream}}"\n';
  await ring.github.commit(here.fork, 'main', { files: { [path]: text } });
  await here.push('a.txt');
  await here.until({ state: 'pull-open' });
  await here.idle();
  expect((await naming(ring, wordsOf(here))).length).toBeGreaterThan(2);
  return here;
}

describe('no row names the account', () => {
  it.concurrent('once the event has arrived, nor when it comes again', async () => {
    const { github } = ring;
    const here = await lived('leaves');
    github.uninstall(here.installation);
    await left(here);
    await github.settled();
    const told = github.deliveries().findLast(({ installationId }) => installationId === here.installation);
    expect(told).toMatchObject({ event: 'installation', action: 'deleted' });
    expect((await github.redeliver(told?.guid ?? '')).statusCode).toBe(200);
    await left(here);
  });

  it.concurrent('once the daily look found that the event was lost', async () => {
    const here = await lived('leaves-silently');
    ring.github.uninstall(here.installation, { silent: true });
    await requestRefresh(ring.database.db, [here.installation]);
    await left(here);
  });

  it.concurrent('nor when a push comes after it', async () => {
    const { github } = ring;
    const here = await lived('leaves-before-a-push');
    const { id } = github.repository(here.fork);
    github.webhooks.fail(1, ({ event, repositoryId }) => event === 'push' && repositoryId === id);
    await github.commit(here.fork, 'main', { files: { 'late.txt': 'late\n' } });
    await github.settled();
    const late = github.deliveries().find(({ statusCode, repositoryId }) => statusCode === 502 && repositoryId === id);
    github.uninstall(here.installation);
    await removed(here);
    expect((await github.redeliver(late?.guid ?? '')).statusCode).toBe(200);
    await left(here);
  });

  it.concurrent('nor where it was deselected before', async () => {
    const here = await lived('leaves-deselected');
    ring.github.removeRepositories(here.installation, [here.fork]);
    await forkBecomes(ring, here, { installationId: null });
    ring.github.uninstall(here.installation);
    await left(here);
  });

  it.concurrent('but as the upstream of others: by id, name and branch alone', async () => {
    const { github } = ring;
    const here = await lived('leaves-followers');
    github.createUser('follower');
    await github.fork({ source: here.fork, owner: 'follower' });
    const installation = github.install('follower', 'all');
    const names = { upstream: here.fork, fork: 'follower/hello', owner: 'follower', branch: 'main' };
    const below = follow(ring, { ...names, installation });
    await below.until({ reason: 'up-to-date' });
    const words = wordsOf(here);
    github.uninstall(here.installation);
    await removed(here);
    const rows = await naming(ring, words);
    const { id, nodeId } = github.repository(here.fork);
    const known = rows.find((row) => row.startsWith('repositories ') && row.includes(`"id":${id},`)) ?? '';
    const row = JSON.parse(known.slice('repositories '.length));
    const set = Object.fromEntries(Object.entries(row).filter(([key, value]) => value !== null && !/_at$/.test(key)));
    expect(set).toEqual({
      id,
      node_id: nodeId,
      owner_id: expect.any(Number),
      owner_login: here.owner,
      name: 'hello',
      default_branch: 'main',
      private: false,
      archived: false,
      config_attempts: 0,
      config_left: 0,
    });
    // Besides, what follows it says so: its ref, its fork's parent, and the sentence of its link.
    const others = rows.filter((one) => one !== known && !one.startsWith('upstream_refs '));
    for (const other of others) expect(other).toContain('"follower');
    await github.commit(here.fork, 'main', { files: { 'more.txt': 'more\n' } });
    await below.until({ state: 'pull-open' });
  });
});

describe('what is queued when the account leaves', () => {
  const queued = async (here: Scene) => {
    ring.worker.kill('SIGSTOP');
    await here.push('queued.txt');
    const { id } = await here.link();
    const redis = new Redis(ring.redis.url);
    await eventually(async () => redis.get(`backstroke:queued:${id}`), { what: 'a queued operation' });
    return { id, marker: () => redis.get(`backstroke:queued:${id}`), stop: () => redis.disconnect() };
  };
  const ended = (id: string) =>
    ring.worker.lines.filter(({ json }) => json?.linkId === id).map(({ json }) => json?.msg);

  it('is revoked, and writes nothing', async () => {
    const here = await scene(ring, 'leaves-queued');
    await here.idle();
    const { id, marker, stop } = await queued(here);
    const before = ended(id).length;
    ring.github.uninstall(here.installation);
    await removed(here);
    await eventually(async () => (await marker()) === 'revoked');
    ring.worker.kill('SIGCONT');
    await eventually(() =>
      ended(id)
        .slice(before)
        .some((line) => String(line).startsWith('Dropped a job')),
    );
    expect(ended(id).slice(before)).not.toContain('Operation finished');
    expect(here.writes()).toEqual([]);
    stop();
  });

  it('ends at GitHub when it was not revoked, and its result changes nothing', async () => {
    const here = await scene(ring, 'leaves-running');
    await here.idle();
    const { id, marker, stop } = await queued(here);
    const before = ended(id).length;
    const redis = new Redis(ring.redis.url);
    const operation = await marker();
    ring.github.uninstall(here.installation);
    await removed(here);
    // What is queued is revoked once the rows are gone.
    await eventually(async () => (await marker()) === 'revoked');
    await redis.set(`backstroke:queued:${id}`, operation ?? '');
    ring.worker.kill('SIGCONT');
    await eventually(() => ended(id).slice(before).includes('Operation finished'));
    const result = await ring.web.waitForLine(({ json }) => json?.msg === 'Result' && json.operationId === operation);
    expect(result.json).toMatchObject({ applied: false });
    // A token so young is tried again before it is believed to be none.
    expect(['not-installed', 'github-unavailable']).toContain(result.json?.reason);
    expect(here.writes()).toEqual([]);
    await left(here);
    for (const key of [`backstroke:operation:${operation}`, `backstroke:operations:${id}`]) {
      expect(await redis.ttl(key)).toBeGreaterThan(0);
      expect(await redis.ttl(key)).toBeLessThanOrEqual(24 * 3600);
    }
    redis.disconnect();
    stop();
  });

  it('waits while the installation is suspended, and is queued again after', async () => {
    const { github } = ring;
    const here = await scene(ring, 'suspends-queued');
    await here.idle();
    const { marker, stop } = await queued(here);
    github.suspend(here.installation);
    await eventually(async () => (await marker()) === 'revoked');
    ring.worker.kill('SIGCONT');
    await ticked(ring);
    expect(here.pulls()).toEqual([]);
    github.unsuspend(here.installation);
    await here.until({ state: 'pull-open' });
    expect(here.writes()).toHaveLength(1);
    stop();
  });
});
