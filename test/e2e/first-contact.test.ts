/** What installing comes to. */
import { eq } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { links, repositories } from '../../src/db/schema.ts';
import { requestRefresh } from '../../src/db/write/installations.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { free } from './quiet.ts';
import { follow, ticked } from './scene.ts';
import { follows, refreshed } from './variants.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

/** Links of an owner's forks, and the forks' names. */
const linksOf = async (owner: string) => {
  const rows = await ring.database.db
    .select({ link: links, fork: repositories.name })
    .from(links)
    .innerJoin(repositories, eq(repositories.id, links.forkId))
    .where(eq(repositories.ownerLogin, owner));
  return rows.sort((a, b) => (a.fork < b.fork ? -1 : 1));
};

describe('200 forks', () => {
  const owner = 'octo-many';
  const forks = 200;
  const perMinute = 60;
  const name = (at: number) => `fork-${String(at).padStart(3, '0')}`;
  const pushed = Array.from({ length: 10 }, (_, at) => name(at * 20));

  /** When the first of them could begin. */
  let begun = 0;
  /** How many may have begun by now. */
  const mayHaveBegun = () => perMinute * (Math.floor((Date.now() - begun) / 60_000) + 1);

  const answered = async () => (await linksOf(owner)).filter(({ link }) => link.reason !== null);
  const finished = (ids: string[]) =>
    ring.workerLines().filter(({ json }) => json?.msg === 'Operation finished' && ids.includes(String(json.linkId)));
  const reaches = (count: number) =>
    eventually(async () => (await answered()).length >= count, { what: `${count} first answers` });

  it('cost few requests, and the ten that were pushed to last get the places', async () => {
    const { github } = ring;
    github.createOrg('up-many');
    github.createUser(owner);
    await github.createRepository({ owner: 'up-many', name: 'hello' });
    const made = Math.floor(Date.now() / 1_000);
    for (let at = 0; at < forks; at += 1) await github.fork({ source: 'up-many/hello', owner, name: name(at) });
    // GitHub dates a push by its second.
    await eventually(() => Math.floor(Date.now() / 1_000) > made);
    for (const fork of pushed) await github.commit(`${owner}/${fork}`, 'own', { files: { 'own.txt': fork } });
    ring.worker.kill('SIGSTOP');
    github.resetRequests();
    begun = Date.now();
    const installation = github.install(owner, 'all');
    await eventually(async () => (await linksOf(owner)).length === forks, { what: 'every link' });
    await refreshed(ring, installation);
    const asked = github.requests().map(({ method, route, operationName }) => operationName ?? `${method} ${route}`);
    const count = (what: string) => asked.filter((one) => one === what).length;
    expect(count('Covered')).toBe(forks / 50);
    expect(count('GET /installation/repositories')).toBe(forks / 100);
    expect(github.countRequests() - count('Heads')).toBeLessThanOrEqual(10);
    const placed = (await linksOf(owner)).filter(({ link }) => link.placeAt !== null);
    expect(placed.map(({ fork }) => fork)).toEqual(pushed);
  });

  it('are begun with sixty in a minute, those pushed to last among them', async () => {
    ring.worker.kill('SIGCONT');
    await reaches(perMinute);
    await ticked(ring);
    const first = await answered();
    expect(first.length).toBeLessThanOrEqual(mayHaveBegun());
    expect(first.map(({ fork }) => fork)).toEqual(expect.arrayContaining(pushed));
  });

  it('go on at the same pace after Redis was emptied, and none is done twice', async () => {
    // What is under way would be lost with Redis, and done again.
    ring.dispatcher.kill('SIGTERM');
    await ring.dispatcher.exited;
    await free(ring);
    const before = (await answered()).length;
    const redis = new Redis(ring.redis.url);
    await redis.flushall();
    redis.disconnect();
    begun = Date.now();
    ring.dispatcher = await ring.start('dispatcher');
    await reaches(Math.min(before + perMinute, forks));
    await ticked(ring);
    const all = await answered();
    expect(all.length - before).toBeLessThanOrEqual(mayHaveBegun());
    const ids = finished(all.map(({ link }) => link.id)).map(({ json }) => json?.linkId);
    expect(ids).toHaveLength(new Set(ids).size);
  });
});

describe('a repository', () => {
  it('that is no fork and says nothing gets no link', async () => {
    const { github } = ring;
    github.createUser('octo-own');
    await github.createRepository({ owner: 'octo-own', name: 'own-work' });
    const installation = github.install('octo-own', 'all');
    await eventually(async () =>
      (await ring.database.db.select().from(repositories)).some((row) => row.name === 'own-work'),
    );
    await refreshed(ring, installation);
    expect(await linksOf('octo-own')).toEqual([]);
  });

  it.each(['told', 'lost'] as const)('that is an empty fork gets its link when it has a branch (%s)', async (how) => {
    const { github } = ring;
    const owner = `octo-empty-${how}`;
    const names = { upstream: `up-empty-${how}/hello`, fork: `${owner}/hello`, owner, branch: 'main' };
    github.createOrg(`up-empty-${how}`);
    github.createUser(owner);
    await github.createRepository({ owner: `up-empty-${how}`, name: 'hello' });
    await github.fork({ source: names.upstream, owner });
    const sha = github.head(names.fork, 'main') ?? '';
    await github.deleteBranch(names.fork, 'main');
    github.install(`up-empty-${how}`, 'all');
    const installation = github.install(owner, 'all');
    const here = follow(ring, { ...names, installation });
    const { id } = github.repository(here.fork);
    const known = () => ring.database.db.select().from(repositories).where(eq(repositories.id, id));
    await eventually(async () => (await known()).length === 1);
    expect(await known()).toMatchObject([{ defaultBranch: null }]);
    expect(await linksOf(owner)).toEqual([]);
    await github.forcePush(here.fork, 'main', sha, { silent: how === 'lost' });
    if (how === 'lost') await requestRefresh(ring.database.db, [installation]);
    await eventually(() => here.link());
    await here.until({ reason: 'up-to-date' });
    await follows(here, 'a.txt');
  });
});
