/** The brake by the API: for operators, and to everybody else nothing. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { brakes } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { webWithOperators } from '../support/operators.ts';
import { aLink, anInstallation, aRef, aRepository } from '../support/rows.ts';

const database = testDatabase();
let web: Awaited<ReturnType<typeof webWithOperators>>;
let repositoryId: number;
beforeAll(async () => {
  web = await webWithOperators(database, { ADMINS: 'operator' });
  repositoryId = await aRepository(database.db, { ownerLogin: 'Up', name: 'Hello' });
  await aLink(database.db, { upstreamRefId: await aRef(database.db, { repositoryId }) });
});
afterAll(() => web?.stop());
afterEach(() => database.db.delete(brakes));

const stop = (body: unknown) => web.ask('operator', '/v1/brakes', 'POST', body);
const listed = async () => (await web.ask('operator', '/v1/brakes')).body.data;
const told = async () => JSON.parse((await web.parts.leases.recall('brakes')) ?? 'null');

describe('the brake', () => {
  test('is pulled, listed and let go of; workers hear of both', async () => {
    const set = await stop({ kind: 'upstream', name: 'up/hello', why: 'Rewritten' });
    const brake = { kind: 'upstream', subjectId: repositoryId, name: 'Up/Hello', why: 'Rewritten', setBy: 'Operator' };
    expect(set).toMatchObject({ status: 201, body: { ...brake, createdAt: expect.stringMatching(/Z$/) } });
    expect(await listed()).toEqual([set.body]);
    await eventually(async () => (await told())?.upstreamIds.includes(repositoryId));
    const again = await stop({ kind: 'upstream', name: 'up/hello', why: 'Rewritten' });
    expect(again).toMatchObject({ status: 409, type: 'application/problem+json' });
    const release = () => web.ask('operator', `/v1/brakes/${set.body.id}`, 'DELETE');
    expect([(await release()).status, (await release()).status]).toEqual([204, 404]);
    expect(await listed()).toEqual([]);
    await eventually(async () => (await told())?.upstreamIds.length === 0);
  });

  test('stops an account, and everything', async () => {
    await anInstallation(database.db, { accountId: 44, accountLogin: 'Octo' });
    expect((await stop({ kind: 'owner', name: 'octo', why: 'They asked' })).body).toMatchObject({ subjectId: 44 });
    expect((await stop({ kind: 'all', why: 'An incident' })).body).toMatchObject({ subjectId: 0, name: 'Everything' });
    expect((await listed()).map(({ name }) => name)).toEqual(['Everything', 'Octo']);
  });

  test.each([
    [{ kind: 'upstream', name: 'up/helo', why: 'x' }, 'name'],
    [{ kind: 'all', name: 'up/hello', why: 'x' }, 'name'],
    [{ kind: 'planet', why: 'x' }, 'kind'],
    [{ kind: 'all' }, 'why'],
    [{ kind: 'all', why: 'x', until: 'tomorrow' }, 'until'],
  ])('%j is refused at %s', async (body, field) => {
    expect(await stop(body)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
    expect(await listed()).toEqual([]);
  });

  test.each(['stranger', 'nobody'] as const)('is not there for a %s', async (who) => {
    const [{ id } = { id: '' }] = await database.db
      .insert(brakes)
      .values({ kind: 'all', subjectId: 0, name: 'Everything', why: 'x', setBy: 'me' })
      .returning();
    const status = who === 'nobody' ? 401 : 404;
    for (const [path, method, body] of [
      ['/v1/brakes', 'GET'],
      ['/v1/brakes', 'POST', { kind: 'planet' }],
      [`/v1/brakes/${id}`, 'DELETE'],
    ] as const)
      expect((await web.ask(who, path, method, body)).status, `${method} ${path}`).toBe(status);
    expect(await listed()).toMatchObject([{ id }]);
  });
});
