import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { mostNew } from '../../src/core/config/reconcile.ts';
import { links, listings, repositories } from '../../src/db/schema.ts';
import { removeInstallation } from '../../src/db/write/remove-installation.ts';
import { applyDeclarations, type Declarations } from '../../src/server/config/apply.ts';
import type { Listed } from '../../src/server/config/declaration.ts';
import { applyReceived } from '../../src/server/result-loop.ts';
import { recordDelivery } from '../../src/server/webhooks/record.ts';
import { wanted, wantedLink } from '../core/config/existing.ts';
import { testDatabase } from '../support/database.ts';
import { inMs } from '../support/messages.ts';
import { aPush } from '../support/payloads.ts';
import { aListing, anInstallation, aRepository, nextId } from '../support/rows.ts';
import { shownFork } from '../support/shown.ts';
import { webHere } from '../support/web-hooks.ts';

const database = testDatabase();
const here = webHere(database);

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds));
const repositoryOf = async (id: number) =>
  (await database.db.select().from(repositories).where(eq(repositories.id, id)))[0];
const isAsked = async (id: number) => (await repositoryOf(id))?.configRequestedAt != null;
const listingsOf = (forkId: number) =>
  database.db
    .select({ repositoryId: listings.repositoryId, pushedAt: listings.pushedAt })
    .from(listings)
    .where(eq(listings.forkId, forkId))
    .orderBy(listings.repositoryId);

describe('a push that the dispatcher tells of', () => {
  const tell = (repositoryId: number, pushedAt: Date) => {
    const report = { version: 1, kind: 'pushed', repositoryId, pushedAt, requestId: 'tick-1', expiresAt: inMs(60_000) };
    return applyReceived({ id: 'message', body: JSON.stringify(report), receives: 1 }, here.web.context);
  };

  test('has the forks read their file again that do not know of it, once', async () => {
    const repositoryId = await aRepository(database.db);
    const behind = await aListing(database.db, { repositoryId, pushedAt: at(4) });
    const unsure = await aListing(database.db, { repositoryId, pushedAt: null });
    const knows = await aListing(database.db, { repositoryId, pushedAt: at(5) });
    const other = await aListing(database.db);
    await tell(repositoryId, at(5));
    expect(await Promise.all([behind, unsure, knows, other].map(({ forkId }) => isAsked(forkId)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect((await repositoryOf(behind.forkId))?.configRequestedId).toBe('tick-1');
    expect(here.web.configWakes()).toBe(1);
    const before = await repositoryOf(behind.forkId);
    await tell(repositoryId, at(5));
    await tell(repositoryId, at(3));
    expect(await repositoryOf(behind.forkId)).toEqual(before);
    expect(await listingsOf(behind.forkId)).toEqual([{ repositoryId, pushedAt: at(5) }]);
  });
});

describe('a delivery of a push', () => {
  const nobody = '0'.repeat(40);
  const push = async (repositoryId: number, changed: object) => {
    const payload = { ...aPush({ ref: 'refs/heads/release/9' }), repository: { id: repositoryId } };
    await recordDelivery(
      { id: `push-${nextId()}`, event: 'push', payload: { ...payload, created: false, deleted: false, ...changed } },
      here.web.context,
    );
  };

  test.each<[string, object, boolean]>([
    ['makes a branch', { created: true, before: nobody, commits: [] }, true],
    ['deletes a branch', { deleted: true, after: nobody, commits: [] }, true],
    ['moves a branch', { commits: [] }, false],
    ['makes a tag', { ref: 'refs/tags/v1', created: true, before: nobody, commits: [] }, false],
  ])('that %s has those read their file again whose globs may match it: %s', async (_, changed, asks) => {
    const { forkId, repositoryId } = await aListing(database.db);
    const other = await aListing(database.db);
    await push(repositoryId, changed);
    expect([await isAsked(forkId), await isAsked(other.forkId)]).toEqual([asks, false]);
    // In the fork itself a glob may find what it could not bring before.
    await push(other.forkId, changed);
    expect(await isAsked(other.forkId)).toBe(asks);
  });

  test('asks nobody where nobody has globs', async () => {
    const id = await aRepository(database.db, { installationId: await anInstallation(database.db) });
    await push(id, { created: true, before: nobody, commits: [] });
    expect(await isAsked(id)).toBe(false);
  });
});

describe('what a fork declares', () => {
  const readAt = at(30);
  async function declare(fork: ReturnType<typeof shownFork>, count: number, listed: Listed[]) {
    const upstreamId = fork.parent?.id ?? 0;
    const branches = Array.from({ length: count }, (_, one) => `b${String(one).padStart(4, '0')}`);
    const all = branches.map((branch) => wantedLink({ forkBranch: branch, upstreamBranch: branch, upstreamId }));
    const standing = {
      state: 'valid' as const,
      config: null,
      blob: null,
      problem: null,
      positionOf: () => ({ line: 1, column: 1 }),
    };
    const declaration = { standing, wanted: wanted({ byFile: true, links: all }), upstreams: [], listed };
    const declarations: Declarations = new Map([[fork.id, { shown: fork, declaration }]]);
    const cause = { trigger: 'config' as const, requestId: 'request' };
    return database.transaction((tx) => applyDeclarations(tx, { declarations, readAt, cause }));
  }
  async function aFork() {
    const installationId = await anInstallation(database.db);
    const fork = shownFork();
    await aRepository(database.db, { id: fork.id, installationId });
    return { fork, installationId };
  }

  test('is remembered with the last push that was surely seen, and forgotten when it is no more', async () => {
    const { fork, installationId } = await aFork();
    const [old, fresh] = [await aRepository(database.db), await aRepository(database.db)];
    await declare(fork, 1, [
      { repositoryId: old, pushedAt: at(5).toISOString() },
      { repositoryId: fresh, pushedAt: at(29).toISOString() },
    ]);
    expect(await listingsOf(fork.id)).toEqual([
      { repositoryId: old, pushedAt: at(5) },
      { repositoryId: fresh, pushedAt: null },
    ]);
    await declare(fork, 1, [{ repositoryId: fresh, pushedAt: at(6).toISOString() }]);
    expect(await listingsOf(fork.id)).toEqual([{ repositoryId: fresh, pushedAt: at(6) }]);
    await database.transaction((tx) => removeInstallation(tx, installationId));
    expect(await listingsOf(fork.id)).toEqual([]);
  });

  test('comes in parts, each at a look of its own', async () => {
    const { fork } = await aFork();
    const count = 2 * mostNew + 30;
    const made = async () => (await database.db.select().from(links).where(eq(links.forkId, fork.id))).length;
    for (const left of [mostNew + 30, 30]) {
      const switched = await declare(fork, count, []);
      expect(switched).toMatchObject({ left });
      expect(switched.asked).toHaveLength(mostNew);
      const row = await repositoryOf(fork.id);
      expect(row).toMatchObject({ configLeft: left, configRequestedId: 'request' });
      expect(row?.configRetryAt?.getTime()).toBeGreaterThan(Date.now() + 60_000);
      expect(await made()).toBe(count - left);
      await database.db.update(repositories).set({ configRequestedAt: null }).where(eq(repositories.id, fork.id));
    }
    expect(await declare(fork, count, [])).toMatchObject({ left: 0 });
    expect(await repositoryOf(fork.id)).toMatchObject({ configLeft: 0, configRequestedAt: null });
    expect(await made()).toBe(count);
  });
});
