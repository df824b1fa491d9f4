import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { brakes, links } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { aResult } from '../support/messages.ts';
import { type Who, webWithOperators } from '../support/operators.ts';
import { aLink, anInstallation, linkOf, nextId } from '../support/rows.ts';

const database = testDatabase();
const list = '/v1/dead-letters';
const nowhere = '00000000-0000-4000-8000-000000000000';
let web: Awaited<ReturnType<typeof webWithOperators>>;

beforeAll(async () => {
  web = await webWithOperators(database, { ADMINS: 'operator' });
});
afterAll(() => web?.stop());
beforeEach(() => web.forgetLinks());

describe('the list', () => {
  test('has the newest failures first, page by page, and nothing that did not fail', async () => {
    const [first, second, third] = [
      await web.aDeadLetter(),
      await web.aDeadLetter(),
      await web.aDeadLetter({ enabled: false }),
    ];
    await aLink(database.db, { state: 'conflict', reason: 'conflict' });
    await web.aDeadLetter({ off: 'removed' });
    const page = async (query: string) => {
      const { body } = await web.ask('operator', `${list}${query}`);
      return { ...body, data: body.data.map((one) => (one as unknown as { linkId: string }).linkId) };
    };
    expect(await page('')).toEqual({ page: 1, perPage: 20, total: 3, data: [third.id, second.id, first.id] });
    expect(await page('?per_page=2&page=2')).toEqual({ page: 2, perPage: 2, total: 3, data: [first.id] });
  });

  test('says of each what happened and when it is tried again', async () => {
    const link = await web.aDeadLetter();
    const { body } = await web.ask('operator', list);
    const branch = { owner: expect.any(String), repo: expect.any(String), branch: 'main' };
    expect(body.data).toEqual([
      {
        linkId: link.id,
        fork: branch,
        upstream: branch,
        reason: 'failed',
        sentence: 'Something failed.',
        failures: 2,
        retryAt: link.retryAt?.toISOString(),
        lastOperationId: link.lastOperationId,
        failedAt: link.answeredReadAt?.toISOString(),
      },
    ]);
  });
});

describe('trying one again', () => {
  const retry = (id: string) => web.ask('operator', `${list}/${id}/retry`, 'POST');

  test('queues it as what a person asks, and lets go of no hold', async () => {
    const link = await web.aDeadLetter();
    const { status, body } = await retry(link.id);
    expect(status).toBe(202);
    expect(body).toEqual({ operationId: body.operationId, statusUrl: `${web.url}/v1/operations/${body.operationId}` });
    expect(await linkOf(database.db, link.id)).toMatchObject({
      requested: 1,
      requestedTrigger: 'manual',
      releasedAt: null,
    });
    const jobs = await web.parts.bodies('now');
    expect(jobs).toContainEqual(expect.objectContaining({ operationId: body.operationId, trigger: 'manual' }));
    expect((await retry(link.id)).body.operationId).toBe(body.operationId);
  });

  test('shows the operator, and nobody else, what comes of it, also when all went well', async () => {
    const link = await web.aDeadLetter();
    const { body } = await retry(link.id);
    const seen = (who: Who) => web.ask(who, body.statusUrl).then(({ status }) => status);
    expect([await seen('operator'), await seen('stranger')]).toEqual([200, 404]);
    const result = aResult({ operationId: body.operationId, linkId: link.id, asked: { requests: 2, pushes: 0 } });
    await web.parts.queues.send('results', JSON.stringify(result));
    await eventually(async () => (await linkOf(database.db, link.id)).reason === 'up-to-date');
    expect([await seen('operator'), await seen('stranger')]).toEqual([200, 404]);
    expect((await web.ask('operator', list)).body.total).toBe(0);
  });

  test('is for dead letters alone', async () => {
    const healthy = await aLink(database.db, { reason: 'conflict', state: 'conflict' });
    for (const id of [healthy.id, nowhere, '1', '%00']) expect((await retry(id)).status).toBe(404);
    expect(await linkOf(database.db, healthy.id)).toEqual(healthy);
  });

  test('is not for what is off', async () => {
    const suspended = await anInstallation(database.db, { suspendedAt: new Date() });
    for (const off of [{ enabled: false }, { installationId: suspended }]) {
      const link = await web.aDeadLetter(off);
      expect((await retry(link.id)).status).toBe(409);
      expect(await linkOf(database.db, link.id)).toEqual(link);
    }
  });
});

describe('trying all of them again', () => {
  const retryAll = async () => (await web.ask('operator', `${list}/retry`, 'POST')).body;

  test('asks each that can run once, however often it is asked for', async () => {
    const [one, off] = [await web.aDeadLetter({ releasedAt: new Date(0) }), await web.aDeadLetter({ enabled: false })];
    const healthy = await aLink(database.db, { reason: 'conflict', state: 'conflict' });
    expect(await retryAll()).toEqual({ retried: 1 });
    expect(await retryAll()).toEqual({ retried: 0 });
    expect(await linkOf(database.db, one.id)).toMatchObject({ requested: 1, releasedAt: new Date(0) });
    for (const link of [off, healthy]) expect(await linkOf(database.db, link.id)).toEqual(link);
    const job = await eventually(async () =>
      (await web.parts.bodies<{ linkId: string }>('later')).find(({ linkId }) => linkId === one.id),
    );
    expect(job).toMatchObject({ trigger: 'retry', lastReason: 'failed', failures: 2 });
  });

  test('asks none that an operator stopped', async () => {
    const accountId = nextId();
    const installationId = await anInstallation(database.db, { accountId });
    const [stopped, other] = [await web.aDeadLetter({ installationId }), await web.aDeadLetter()];
    const brake = { kind: 'owner', subjectId: accountId, name: 'octo', why: 'An incident', setBy: 'me' } as const;
    await database.db.insert(brakes).values(brake);
    expect(await retryAll()).toEqual({ retried: 1 });
    await database.db.delete(brakes);
    expect(await linkOf(database.db, stopped.id)).toMatchObject({ requested: 0 });
    expect(await linkOf(database.db, other.id)).toMatchObject({ requested: 1 });
  });

  test('writes all of them down, and queues no more of an installation than its share', async () => {
    const installationId = await anInstallation(database.db);
    for (let at = 0; at < 65; at += 1) await web.aDeadLetter({ installationId });
    expect(await retryAll()).toEqual({ retried: 65 });
    const line = { queue: 'later', installationId } as const;
    await eventually(async () => (await web.parts.leases.lineLength(line)) === 60);
    expect((await database.db.select().from(links)).every(({ requested }) => requested === 1)).toBe(true);
  });
});
