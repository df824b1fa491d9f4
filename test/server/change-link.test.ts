import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { installations, links } from '../../src/db/schema.ts';
import { requestRefresh } from '../../src/db/write/installations.ts';
import { type ApiFork, apiHere } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { linkOf } from '../support/rows.ts';

const database = testDatabase();
const path = '.github/backstroke.yml';
const api = apiHere(database);

const withFile = (name: string, text: string) =>
  api.aFork(name, { before: ({ fork }) => api.github.commit(fork, 'main', { files: { [path]: text } }) });
const idOf = async (here: ApiFork) => (await here.links())[0]?.id ?? '';
const change = (id: string, body: object) => api.ask('pusher', `PATCH /v1/links/${id}`, body);
const show = async (id: string) => (await api.ask('pusher', `GET /v1/links/${id}`)).body;
const marker = (id: string) => api.parts.leases.marker(id);
/** Ids that the list shows of a fork, with its other filters. */
const listed = async (here: ApiFork, query = '') => {
  const { body } = await api.ask('pusher', `GET /v1/links?fork=${here.fork}${query}`);
  return body.data.map(({ id }) => id);
};
/** The installation's refresh, done again. */
async function refreshed(here: ApiFork): Promise<void> {
  await requestRefresh(database.db, [here.installation ?? 0]);
  const mine = eq(installations.id, here.installation ?? 0);
  await eventually(async () => {
    const [row] = await database.db.select().from(installations).where(mine);
    return row?.refreshRequestedAt === null;
  });
}

describe('a change', () => {
  test('of the name is made, and made visible', async () => {
    const id = await idOf(await api.aFork('name'));
    expect(await change(id, { name: ' Of\nmine\u202E ' })).toMatchObject({
      status: 200,
      body: { name: 'Of mine\uFFFD' },
    });
    for (const name of ['', ' ', 'x'.repeat(101), 1, null]) {
      expect(await change(id, { name })).toMatchObject({ status: 422, body: { errors: [{ field: 'name' }] } });
    }
    expect((await show(id)).name).toBe('Of mine\uFFFD');
  });

  test('to off revokes what waits, and to on asks for a sync in its place; the same again changes nothing', async () => {
    const id = await idOf(await api.aFork('switch'));
    await eventually(() => marker(id));
    expect(await change(id, { enabled: false })).toMatchObject({
      status: 200,
      body: { enabled: false, state: 'disabled', reason: 'disabled', sentence: expect.stringContaining('PATCH') },
    });
    expect(await marker(id)).toBe('revoked');
    const off = await linkOf(database.db, id);
    expect((await change(id, { enabled: false })).status).toBe(200);
    expect(await linkOf(database.db, id)).toEqual(off);
    expect(await api.ask('pusher', `POST /v1/links/${id}/sync`)).toMatchObject({ status: 409 });

    expect(await change(id, { enabled: true })).toMatchObject({ status: 200, body: { enabled: true, state: 'new' } });
    const job = await eventually(async () =>
      (await api.parts.bodies<{ linkId: string; operationId: string }>('now')).find(({ linkId }) => linkId === id),
    );
    expect(job).toMatchObject({ trigger: 'manual' });
    expect(await marker(id)).toBe(job.operationId);
    const on = await linkOf(database.db, id);
    expect(on.requested).toBe(off.requested + 1);
    expect((await change(id, { enabled: true })).status).toBe(200);
    expect((await change(id, {})).status).toBe(200);
    expect(await linkOf(database.db, id)).toEqual(on);
  });

  test('to on does not undo what a file says', async () => {
    const here = await withFile('wins', 'branches: [main]\n');
    const id = await idOf(here);
    await change(id, { enabled: false });
    await api.github.commit(here.fork, 'main', { files: { [path]: 'enabled: false\n' } });
    await eventually(async () => (await linkOf(database.db, id)).off === 'disabled');
    await change(id, { enabled: true });
    const { state, sentence } = await show(id);
    expect(state).toBe('disabled');
    expect(sentence).toContain(`\`enabled\` in ${api.github.url}/${here.fork}/blob/HEAD/${path} to`);
    expect(await marker(id)).toBe('revoked');
  });

  test('of what a file declares is made in the file, but for switching off and naming', async () => {
    const here = await withFile('declared', 'branches: [main]\n');
    const id = await idOf(here);
    const file = `${api.github.url}/${here.fork}/blob/HEAD/${path} `;
    for (const refused of [
      await change(id, { strategy: 'pull-request', name: 'x' }),
      await api.ask('pusher', `DELETE /v1/links/${id}`),
    ]) {
      expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining(file) } });
    }
    expect(await show(id)).toMatchObject({ source: 'config', name: 'octo-declared/hello main' });
    expect(await change(id, { enabled: false, name: 'x' })).toMatchObject({ status: 200, body: { enabled: false } });
    await refreshed(here);
    expect(await show(id)).toMatchObject({ enabled: false, state: 'disabled' });
  });

  test('is to a strategy there is', async () => {
    const id = await idOf(await api.aFork('strategy'));
    expect(await change(id, { strategy: 'pull-request' })).toMatchObject({ status: 200 });
    expect(await change(id, { strategy: 'rebase' })).toMatchObject({ status: 200, body: { strategy: 'rebase' } });
    expect(await change(id, { strategy: 'hardreset' })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'strategy' }] },
    });
  });
});

describe('a link that was deleted', () => {
  test('is nowhere, runs no more, and no refresh makes it again', async () => {
    const here = await api.aFork('deleted');
    const id = await idOf(here);
    const { webhookUrl } = await show(id);
    await database.db.update(links).set({ reason: 'failed' }).where(eq(links.id, id));
    expect(await api.ask('pusher', `DELETE /v1/links/${id}`)).toMatchObject({ status: 204, body: '' });
    expect(await marker(id)).toBe('revoked');
    await refreshed(here);
    const hook = new URL(webhookUrl).pathname;
    const rest = ['/sync', '/webhook'].map((path) => `POST /v1/links/${id}${path}`);
    for (const request of [`GET /v1/links/${id}`, `DELETE /v1/links/${id}`, ...rest, `POST ${hook}`]) {
      expect(await api.ask('pusher', request), request).toMatchObject({ status: 404 });
    }
    expect(await change(id, { enabled: true })).toMatchObject({ status: 404 });
    expect(await listed(here)).toEqual([]);
    expect(await here.links()).toMatchObject([{ off: 'removed', enabled: true }]);
  });

  test('is made again by a file that declares it', async () => {
    const here = await api.aFork('redeclared');
    const id = await idOf(here);
    await api.ask('pusher', `DELETE /v1/links/${id}`);
    await api.github.commit(here.fork, 'main', { files: { [path]: 'branches: [main]\n' } });
    await eventually(async () => (await listed(here)).includes(id));
    expect(await show(id)).toMatchObject({ source: 'config', state: 'new' });
  });

  test('can be one that a file declared, once it is gone', async () => {
    const here = await withFile('undeclared', 'branches: [main]\n');
    const id = await idOf(here);
    await api.github.commit(here.fork, 'main', { files: { [path]: null } });
    await eventually(async () => (await show(id))?.source === 'install');
    expect(await api.ask('pusher', `DELETE /v1/links/${id}`)).toMatchObject({ status: 204 });
  });
});

describe('a link that is off', () => {
  test.each([
    ['turned off by its file', 'enabled: false\n', 'disabled', 'disabled', 'turns'],
    ['not declared by its file', 'branches: [dev]\n', 'disabled', 'disabled', 'does not declare'],
  ])('says so: %s', async (name, text, state, reason, words) => {
    const here = await api.aFork(name.replaceAll(' ', '-').slice(0, 20));
    const id = await idOf(here);
    await api.github.commit(here.fork, 'main', { files: { [path]: text } });
    await eventually(async () => (await linkOf(database.db, id)).off !== null);
    const { sentence, ...shown } = await show(id);
    expect(shown).toMatchObject({ state, reason, enabled: true, retryAt: null });
    expect(sentence).toContain(words);
    expect(sentence).toContain(`${api.github.url}/${here.fork}/blob/HEAD/${path} `);
    expect(await listed(here, `&state=${state}`)).toContain(id);
    expect(await listed(here, '&state=new')).not.toContain(id);
  });

  test('says so: its file never was valid', async () => {
    const here = await withFile('invalid', 'branches: main\n');
    const id = await idOf(here);
    const { sentence, ...shown } = await show(id);
    expect(shown).toMatchObject({ state: 'failing', reason: 'config-invalid' });
    expect(sentence).toMatch(/line 1: .*never was valid/);
    expect(await listed(here, '&state=failing')).toEqual([id]);
    expect(await listed(here, '&state=new')).toEqual([]);
    await change(id, { enabled: false });
    expect(await listed(here, '&state=disabled')).toEqual([id]);
    expect(await show(id)).toMatchObject({ state: 'disabled' });
  });
});
