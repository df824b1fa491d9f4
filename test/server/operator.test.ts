/** The page of operators, and its buttons. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { brakes } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { webWithOperators } from '../support/operators.ts';
import { aLink, anInstallation, aRef, aRepository, linkOf } from '../support/rows.ts';
import { signInAs, type Visitor, visitor } from '../support/visitor.ts';

const database = testDatabase();
let web: Awaited<ReturnType<typeof webWithOperators>>;
let operator: Visitor;
beforeAll(async () => {
  web = await webWithOperators(database, { ADMINS: 'operator', PULLS_PER_HOUR: '50' });
  operator = visitor(web.url);
  await signInAs(operator, 'Operator');
});
afterAll(() => web?.stop());
afterEach(async () => {
  await web.forgetLinks();
  await database.db.delete(brakes);
});

const page = async () => (await operator.get('/operator')).text();
/** What the page says after a form was sent. */
async function post(path: string, fields: Record<string, string> = {}): Promise<string> {
  const answer = await operator.post(path, { return_to: '/operator', ...fields });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/operator']);
  return page();
}
/** The page that shows the form again, as it was sent. */
async function refused(fields: Record<string, string>, status: number): Promise<string> {
  const answer = await operator.post('/operator/brakes', fields);
  expect(answer.status).toBe(status);
  return answer.text();
}
const told = async () => JSON.parse((await web.parts.leases.recall('brakes')) ?? 'null');

describe('the page', () => {
  test('is there for operators alone', async () => {
    const stranger = visitor(web.url);
    await signInAs(stranger, 'stranger');
    expect((await stranger.get('/operator')).status).toBe(404);
    expect(await (await stranger.get('/')).text()).not.toContain('/operator');
    expect((await operator.get('/operator')).status).toBe(200);
    expect(await (await operator.get('/')).text()).toContain('href="/operator"');
  });

  test('says what waits, why, and since when', async () => {
    await web.parts.queues.send('later', '{}');
    await web.parts.leases.remember('tick', new Date(Date.now() - 90_000).toISOString(), 60);
    await aLink(database.db, { state: 'conflict', reason: 'conflict' });
    await aLink(database.db, { state: 'conflict', reason: 'conflict', enabled: false });
    const text = await page();
    expect(text).toMatch(/<dt>later<\/dt><dd>1, the oldest <time/);
    expect(text).toMatch(/<dt><code>conflict<\/code><\/dt><dd>1<\/dd>/);
    expect(text).toMatch(/<dt>Last tick<\/dt><dd><time/);
    expect(text).toContain('0 of 50');
    expect(text).toMatch(/<dt>PostgreSQL<\/dt><dd>1\d\./);
    expect(text).toMatch(/<dt>Redis<\/dt><dd>\d/);
    expect(text).toContain('METRICS_TOKEN is not set');
  });
});

describe('dead letters', () => {
  test('are tried again, one or all', async () => {
    const [one, other] = [await web.aDeadLetter(), await web.aDeadLetter()];
    expect(await page()).toContain('Something failed.');
    expect(await post(`/operator/dead-letters/${one.id}/retry`)).toContain('It is tried again now, as operation ');
    expect(await linkOf(database.db, one.id)).toMatchObject({ requested: 1, requestedTrigger: 'manual' });
    expect(await post('/operator/dead-letters/retry')).toContain('One dead letter is tried again.');
    expect(await linkOf(database.db, other.id)).toMatchObject({ requested: 1 });
  });

  test('are dropped: nothing tries them again by itself', async () => {
    const letter = await web.aDeadLetter({ requested: 2, answeredRequested: 1 });
    expect(await post(`/operator/dead-letters/${letter.id}/drop`)).toContain('It is forgotten');
    const forgotten = { state: 'behind', reason: null, sentence: null, failures: 0, retryAt: null };
    expect(await linkOf(database.db, letter.id)).toMatchObject({ ...forgotten, requested: 2, answeredRequested: 2 });
    expect((await operator.post(`/operator/dead-letters/${letter.id}/drop`)).status).toBe(404);
  });

  test('are dropped by the API as well', async () => {
    const letter = await web.aDeadLetter();
    const drop = () => web.ask('operator', `/v1/dead-letters/${letter.id}/drop`, 'POST');
    expect([(await drop()).status, (await drop()).status]).toEqual([204, 404]);
  });
});

describe('the brake', () => {
  test('stops an upstream, tells workers, and lets go', async () => {
    const repositoryId = await aRepository(database.db, { ownerLogin: 'Up', name: 'Hello' });
    const { id } = await aLink(database.db, { upstreamRefId: await aRef(database.db, { repositoryId }) });
    const why = 'Its history was <rewritten>';
    const text = await post('/operator/brakes', { kind: 'upstream', name: 'up/hello', why });
    expect(text).toContain('Up/Hello is stopped.');
    expect(text).toContain('Its history was &lt;rewritten&gt;');
    expect(text).toContain('Stopped by Operator');
    await eventually(async () => (await told())?.upstreamIds.includes(repositoryId));
    const [set] = await database.db.select().from(brakes);
    expect(await refused({ kind: 'upstream', name: 'Up/Hello', why }, 409)).toContain('Up/Hello is stopped already.');
    const retried = await web.ask('operator', `/v1/dead-letters/${id}/retry`, 'POST');
    expect(retried.status).toBe(404);
    expect(await post(`/operator/brakes/${set?.id}/release`)).toContain('Up/Hello goes on with the next tick.');
    await eventually(async () => (await told())?.upstreamIds.length === 0);
    expect(await post(`/operator/brakes/${set?.id}/release`)).toContain('let go of already');
  });

  test('says of a link why it is not tried again', async () => {
    const { id } = await web.aDeadLetter();
    await post('/operator/brakes', { kind: 'all', why: 'An incident' });
    const { status, body } = await web.ask('operator', `/v1/dead-letters/${id}/retry`, 'POST');
    expect({ status, detail: (body as unknown as { detail: string }).detail }).toEqual({
      status: 409,
      detail: expect.stringContaining('The operator of this Backstroke stopped this sync'),
    });
  });

  test('stops an account', async () => {
    const id = await anInstallation(database.db, { accountLogin: 'Octo' });
    await post('/operator/brakes', { kind: 'owner', name: 'octo', why: 'They asked' });
    await eventually(async () => (await told())?.installationIds.includes(id));
  });

  test('comes back when Redis is emptied', async () => {
    await post('/operator/brakes', { kind: 'all', why: 'An incident' });
    await eventually(async () => (await told())?.all === true);
    await web.parts.empty();
    // Signed out, and still stopped.
    await eventually(async () => (await told())?.all === true);
    await signInAs(operator, 'Operator');
    expect(await page()).toContain('Everything is stopped');
  });

  test.each([
    [{ kind: 'upstream', name: 'no/body', why: 'x' }, 'No link follows a repository no/body.'],
    [{ kind: 'owner', name: 'nobody', why: 'x' }, 'The App is not installed for an account nobody.'],
    [{ kind: 'upstream', name: '', why: 'x' }, 'Name the repository, as owner/name.'],
    [{ kind: 'owner', name: '', why: 'x' }, 'Name the account.'],
    [{ kind: 'owner', name: 'a\0b', why: 'x' }, 'This holds characters that nobody sees'],
    [{ kind: 'all', name: 'up/hello', why: 'x' }, 'Everything has no name'],
    [{ kind: 'all', name: '', why: ' ' }, 'Say why, in at most 200 characters.'],
    [{ kind: 'planet', name: 'x', why: 'x' }, 'Choose what to stop.'],
  ])('%j: %s, and what was written stays', async (fields, says) => {
    const text = await refused(fields, 422);
    expect(text).toContain(says);
    expect(text).toMatch(/aria-invalid="true" aria-describedby="(kind|name|why)-error"/);
    if (fields.kind !== 'planet') expect(text).toContain(`<option value="${fields.kind}" selected="">`);
    expect(text).toContain(`value="${fields.why}" maxlength="200"`);
    expect(text).toContain(`name="name" value="${fields.name}"`);
    expect(await database.db.select().from(brakes)).toEqual([]);
  });
});
