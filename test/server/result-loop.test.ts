import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { OperationResult } from '../../src/core/message.ts';
import type { RefReport } from '../../src/core/ref-report.ts';
import { nearRetry } from '../../src/core/retry.ts';
import { installations, links, repositories, upstreamRefs } from '../../src/db/schema.ts';
import { applyReceived, startResultLoop } from '../../src/server/result-loop.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { errorLevel } from '../support/memory-log.ts';
import { aResult, inMs, sha } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { aLink, aRef, aRepository, linkOf } from '../support/rows.ts';
import { freshRedis, type TcpProxy, tcpProxy } from '../support/services.ts';
import { aWeb } from '../support/web.ts';

const database = testDatabase();
let proxy: TcpProxy;
let parts: RedisParts;
let web: ReturnType<typeof aWeb>;

beforeEach(async () => {
  proxy = await tcpProxy(database.url);
  parts = redisParts(await freshRedis());
  web = aWeb({ databaseUrl: proxy.url, parts });
});
afterEach(async () => {
  await web.stop();
  await Promise.all([parts.stop(), proxy.stop()]);
});

const apply = (body: object | string) =>
  applyReceived(
    { id: 'message', body: typeof body === 'string' ? body : JSON.stringify(body), receives: 1 },
    web.context,
  );
/** A link asked once and pushed to once, and a result that answers both. */
async function answered(changed: Partial<OperationResult> = {}) {
  const upstreamRefId = await aRef(database.db, { pushes: 1 });
  const link = await aLink(database.db, { requested: 1, upstreamRefId });
  return { link, upstreamRefId, result: aResult({ linkId: link.id, asked: { requests: 1, pushes: 1 }, ...changed }) };
}

describe('after a result', () => {
  test('nothing follows when everything is answered', async () => {
    const { link, result } = await answered();
    await parts.leases.answering(link.id, result.operationId);
    await apply(result);
    expect(await linkOf(database.db, link.id)).toMatchObject({ answeredRequested: 1, answeredPushes: 1 });
    expect(await parts.leases.busy([link.id])).toEqual(new Set());
    expect(await parts.leases.marker(link.id)).toBeNull();
  });

  test('the link is queued when it was asked again meanwhile', async () => {
    const { link, result } = await answered();
    await database.db
      .update(links)
      .set({ requested: 2, requestedTrigger: 'manual', requestedId: 'request-2' })
      .where(eq(links.id, link.id));
    await apply(result);
    expect(await parts.bodies('now')).toMatchObject([{ linkId: link.id, requestId: 'request-2' }]);
  });

  test('the link is queued when upstream was pushed to meanwhile', async () => {
    const { link, upstreamRefId, result } = await answered();
    await database.db
      .update(upstreamRefs)
      .set({ pushes: 2, pushedDelivery: 'delivery-2' })
      .where(eq(upstreamRefs.id, upstreamRefId));
    await apply(result);
    await apply(result);
    expect(await parts.bodies('push')).toMatchObject([{ linkId: link.id, requestId: 'delivery-2' }]);
  });

  test('a retry within a minute waits in the queue, with the failures so far', async () => {
    const { link, result } = await answered({
      reason: 'github-unavailable',
      decidedOn: null,
      failures: 2,
      retryAt: inMs(30_000),
    });
    await apply(result);
    expect(await parts.bodies('later')).toMatchObject([
      { linkId: link.id, trigger: 'retry', failures: 2, lastReason: 'github-unavailable' },
    ]);
    const [, due] = await parts.redis.zrange(`${parts.namespace}:queue:later`, '0', '0', 'WITHSCORES');
    expect(Number(due)).toBeGreaterThanOrEqual(Date.parse(result.retryAt ?? ''));
  });

  test('a look at an open pull request waits in Postgres, so that nobody who asks meanwhile waits with it', async () => {
    const mergeability = { number: 7, conflicting: false, labels: [], headSha: null, looks: 1, refused: null };
    const { link, result } = await answered({ reason: 'pull-opened', retryAt: inMs(10_000), mergeability });
    await apply(result);
    expect(await parts.leases.marker(link.id)).toBeNull();
    expect(await linkOf(database.db, link.id)).toMatchObject({ retryAt: new Date(result.retryAt ?? ''), mergeability });
  });

  test('a later retry waits in Postgres', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { link, result } = await answered({ reason: 'rate-limited', decidedOn: null, retryAt: inMs(nearRetry) });
    await apply(result);
    expect(await parts.leases.marker(link.id)).toBeNull();
    expect(await linkOf(database.db, link.id)).toMatchObject({ retryAt: new Date(result.retryAt ?? '') });
  });

  test('that came late no retry of its own follows', async () => {
    const { link, result } = await answered();
    await apply(result);
    await apply({ ...result, readAt: inMs(-60_000), reason: 'rate-limited', retryAt: inMs(5_000) });
    expect(await parts.leases.marker(link.id)).toBeNull();
  });

  test.each(['not-installed', 'suspended', 'missing-permission', 'fork-missing'] as const)(
    '%s: the installation is read again',
    async (reason) => {
      const { result } = await answered({ reason });
      await apply(result);
      expect(web.wakes()).toBe(1);
      const asked = await database.db.select().from(installations);
      expect(asked.filter(({ refreshRequestedAt }) => refreshRequestedAt !== null)).toHaveLength(1);
      await database.db.update(installations).set({ refreshRequestedAt: null });
    },
  );

  test.each([true, false])('the configuration file is read again when it is another one: %s', async (configChanged) => {
    const { link, result } = await answered({ configChanged });
    await apply(result);
    expect(web.configWakes()).toBe(configChanged ? 1 : 0);
    const [fork] = await database.db.select().from(repositories).where(eq(repositories.id, link.forkId));
    expect(fork?.configRequestedId ?? null).toBe(configChanged ? result.requestId : null);
  });

  test('a failure to queue loses nothing: the log says so and the tick finds the link', async () => {
    const { link, result } = await answered();
    await database.db.update(links).set({ requested: 2 }).where(eq(links.id, link.id));
    web.context.enqueue = () => Promise.reject(new Error('Redis is away'));
    await apply(result);
    expect(await linkOf(database.db, link.id)).toMatchObject({ answeredRequested: 1, requested: 2 });
    expect(web.lines.at(40)).toEqual(['Could not queue what follows a result, the next tick does']);
  });
});

describe('is dropped', () => {
  test.each([
    ['no JSON', '{'],
    ['of another version', { ...aResult(), version: 2 }],
    ['of another kind', { version: 1, kind: 'poison' }],
    ['with a reason nobody knows', { ...aResult(), reason: 'because' }],
  ])('a message %s, and the log says so', async (_, body) => {
    await apply(body);
    expect(web.lines.at(errorLevel)).toHaveLength(1);
  });

  test('what expired', async () => {
    const { link, result } = await answered({ expiresAt: inMs(-1) });
    await apply(result);
    expect(await linkOf(database.db, link.id)).toMatchObject({ answeredRequested: 0 });
  });
});

test('a report of a ref is applied, a late one is not', async () => {
  const repositoryId = await aRepository(database.db, { ownerLogin: 'up', name: 'hello' });
  const upstreamRefId = await aRef(database.db, { repositoryId });
  const report = (changed: Partial<RefReport>): RefReport => ({
    version: 1,
    kind: 'ref',
    upstreamRefId,
    repositoryId,
    report: 'renamed',
    owner: 'new',
    name: 'world',
    readAt: inMs(0),
    expiresAt: inMs(60_000),
    ...changed,
  });
  await apply(report({}));
  await apply(report({ report: 'gone', owner: null, name: null, readAt: inMs(-60_000) }));
  const ref = await database.db.query.upstreamRefs.findFirst({ where: eq(upstreamRefs.id, upstreamRefId) });
  expect(ref?.reported).toBe('there');
});

test('the loop applies what is sent, drops poison, and keeps what Postgres did not take', async () => {
  const first = await answered();
  const second = await answered({ decidedOn: sha('c') });
  await parts.queues.send('results', 'poison');
  await parts.queues.send('results', JSON.stringify(first.result));
  const loop = startResultLoop(web.context);
  await eventually(async () => (await linkOf(database.db, first.link.id)).answeredRequested === 1);
  await eventually(async () => (await parts.queues.depth('results')) === 0);
  await proxy.cut();
  await parts.queues.send('results', JSON.stringify(second.result));
  await eventually(() => web.lines.at(errorLevel).includes('A loop failed, it goes on'));
  expect(await parts.queues.depth('results')).toBe(1);
  await proxy.restore();
  await eventually(async () => (await linkOf(database.db, second.link.id)).decidedOn === sha('c'));
  await eventually(async () => (await parts.queues.depth('results')) === 0);
  await loop.stop();
});
