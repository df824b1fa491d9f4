import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { links } from '../../src/db/schema.ts';
import { apiHere, startApi } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { aLink, anInstallation, linkOf } from '../support/rows.ts';
import { tcpProxy } from '../support/services.ts';

const database = testDatabase();
const api = apiHere(database);

const hookOf = ({ webhookId }: { webhookId: string }) => `/_${webhookId}`;
const hit = (hook: string, method = 'POST') => api.ask(null, `${method} ${hook}`);
const after = (linkId: string, seconds: number) =>
  database.db
    .update(links)
    .set({ hookedAt: new Date(Date.now() - seconds * 1_000) })
    .where(eq(links.id, linkId));

describe('the secret address', () => {
  test('asks for a sync, and shows how it goes, and lets go of no hold', async () => {
    const link = await aLink(database.db, { heldSince: new Date(0), reason: 'held-pull-closed', state: 'held' });
    const { status, body } = await hit(hookOf(link));
    expect({ status, body }).toEqual({
      status: 202,
      body: { operationId: body.operationId, statusUrl: `${api.url}${hookOf(link)}/operations/${body.operationId}` },
    });
    expect(await linkOf(database.db, link.id)).toMatchObject({
      requested: 1,
      requestedTrigger: 'event',
      releasedAt: null,
    });
    const [job] = await api.parts.bodies<{ linkId: string }>('push');
    expect(job).toMatchObject({ linkId: link.id, operationId: body.operationId, releasedAt: null });
    const shown = await hit(new URL(body.statusUrl).pathname, 'GET');
    expect(shown).toMatchObject({ status: 200, body: { id: body.operationId, linkId: link.id, status: 'queued' } });
  });

  test("shows nothing of the fork's code", async () => {
    const link = await aLink(database.db);
    const { body } = await hit(hookOf(link));
    const at = new Date().toISOString();
    const ended = { reason: 'rebased', sentence: 'Replayed.', upstreamSha: null, pull: null } as const;
    await api.parts.operations.append(body.operationId, { event: 'finished', at, ...ended, rangeDiff: '+ a secret' });
    const shown = await hit(new URL(body.statusUrl).pathname, 'GET');
    expect(shown.body).toMatchObject({ reason: 'rebased', sentence: 'Replayed.', rangeDiff: null });
  });

  test('does so once a minute, also when it is used many times at once', async () => {
    const link = await aLink(database.db);
    const answers = await Promise.all(Array.from({ length: 8 }, () => hit(hookOf(link))));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(7).fill(429)]);
    expect(await linkOf(database.db, link.id)).toMatchObject({ requested: 1 });
    const begun = Date.now();
    await after(link.id, 40);
    const wait = Number((await hit(hookOf(link))).headers.get('retry-after'));
    expect(wait).toBeLessThanOrEqual(20);
    expect(wait).toBeGreaterThanOrEqual(20 - Math.ceil((Date.now() - begun) / 1_000));
    await after(link.id, 61);
    expect((await hit(hookOf(link))).status).toBe(202);
  });

  test('takes whatever body it is sent, and reads none', async () => {
    for (const body of ['{"zen":', 'x'.repeat(100_000)]) {
      const link = await aLink(database.db);
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await fetch(`${api.url}${hookOf(link)}`, { method: 'POST', headers, body });
      expect(answer.status).toBe(202);
    }
  });

  test('takes POST alone, and its status GET alone', async () => {
    const hook = hookOf(await aLink(database.db));
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await hit(hook, method);
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
    const status = await hit(`${hook}/operations/1`, 'POST');
    expect([status.status, status.headers.get('allow')]).toEqual([405, 'GET']);
  });

  test('is the only one that knows its link and operations', async () => {
    const [link, other] = [await aLink(database.db), await aLink(database.db)];
    for (const hook of ['/_', '/_0', '/_%00', `/_${link.id}`, `/_${'0'.repeat(64)}`, `/x${link.webhookId}`]) {
      expect((await hit(hook)).status, hook).toBe(404);
    }
    const { operationId } = (await hit(hookOf(link))).body;
    expect((await hit(`${hookOf(other)}/operations/${operationId}`, 'GET')).status).toBe(404);
    expect((await hit(`${hookOf(link)}/operations/none`, 'GET')).status).toBe(404);
  });

  test('does nothing for a link that is off', async () => {
    const suspended = await anInstallation(database.db, { suspendedAt: new Date() });
    for (const off of [{ enabled: false }, { off: 'disabled' as const }, { installationId: suspended }]) {
      const link = await aLink(database.db, off);
      expect((await hit(hookOf(link))).status).toBe(409);
      expect(await linkOf(database.db, link.id)).toEqual(link);
    }
  });

  test('is shown to those who can push, and renewed by them: the old one is gone at once', async () => {
    const here = await api.aFork('renew');
    const [link] = await here.links();
    const shown = async (who: string) => (await api.ask(who, `GET /v1/links/${link?.id}`)).body.webhookUrl;
    expect(await shown('reader')).toBeNull();
    const old = await shown('pusher');
    expect(old).toBe(`${api.url}/_${link?.webhookId}`);
    const renewed = await api.ask('pusher', `POST /v1/links/${link?.id}/webhook`);
    expect(renewed).toMatchObject({ status: 200, body: { webhookUrl: expect.stringMatching(/\/_[0-9a-f]{64}$/) } });
    expect(await shown('pusher')).toBe(renewed.body.webhookUrl);
    expect(renewed.body.webhookUrl).not.toBe(old);
    expect((await hit(new URL(old).pathname)).status).toBe(404);
    expect((await hit(new URL(renewed.body.webhookUrl).pathname)).status).toBe(202);
    const listed = await api.ask('pusher', `GET /v1/links?fork=${here.fork}`);
    expect(listed.body.data).toMatchObject([{ webhookUrl: renewed.body.webhookUrl }]);
  });
});

describe('the log', () => {
  test('has no secret address, whatever goes wrong', async () => {
    const proxy = await tcpProxy(database.url);
    const away = await startApi(database, { databaseUrl: proxy.url });
    const link = await aLink(database.db);
    const hook = hookOf(link);
    try {
      const ask = (request: string) => away.ask(null, request);
      expect((await ask(`POST ${hook}`)).status).toBe(202);
      expect((await ask(`POST ${hook}`)).status).toBe(429);
      expect((await ask(`GET ${hook}`)).status).toBe(405);
      expect((await ask(`POST ${hook.replace('_', '%5F')}`)).status).toBe(429);
      await proxy.cut();
      expect((await ask(`POST ${hook}`)).status).toBe(500);
      const text = JSON.stringify(away.lines.lines);
      expect(text).toContain('/_[redacted]');
      expect(text).toContain('A request failed');
      expect(text).not.toContain(link.webhookId);
    } finally {
      await proxy.restore();
      await away.stop();
      await proxy.stop();
    }
  });
});
