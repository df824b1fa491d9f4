/** Who did what to a link: written down with what they did, shown on its page, and forgotten. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../src/core/duration.ts';
import { actsOf } from '../../src/db/acts.ts';
import { acts, links } from '../../src/db/schema.ts';
import { forgetActs, recordActs } from '../../src/db/write/acts.ts';
import { recordDelivery } from '../../src/server/webhooks/record.ts';
import { webWithFork } from '../support/api-web.ts';
import { testDatabase } from '../support/database.ts';
import { aLink, aMove, mona } from '../support/rows.ts';
import { signInAs, type Visitor, visitor } from '../support/visitor.ts';
import { webHere } from '../support/web-hooks.ts';

const database = testDatabase();
const here = webHere(database);
let web: Awaited<ReturnType<typeof webWithFork>>;
let octo: Visitor;
beforeAll(async () => {
  web = await webWithFork(database);
  octo = visitor(web.url);
  await signInAs(octo, 'octo');
});
afterAll(() => web?.stop());

const shown = async (linkId = web.link.id) =>
  (await actsOf(database.db, linkId, 100)).map(({ kind, detail, login }) =>
    [login ?? '-', kind, detail].filter(Boolean).join(' '),
  );
const page = async (of: Visitor = octo) => {
  const text = await (await of.get(`/links/${web.link.id}`)).text();
  const [, list = ''] = /<div id="acts"[^>]*>(.*?)<\/div>/s.exec(text) ?? [];
  return list
    .replace(/<time.*?<\/time>/gs, 'then')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
};
const cleared = () => database.db.delete(acts);
const api = (request: string, body?: object) => {
  const [method = '', path = ''] = request.split(' ');
  return web.ask('octo', path, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
};

describe('what a person does', () => {
  test('by the API is written down with their name', async () => {
    const { id, forkId } = web.link;
    await aMove(database.db, { repositoryId: forkId });
    expect(await page()).toContain('Nobody did anything to this link in the last 90 days.');
    await api(`PATCH /v1/links/${id}`, { name: 'Mine', strategy: 'merge', enabled: false });
    await api(`PATCH /v1/links/${id}`, { enabled: true });
    await api(`PATCH /v1/links/${id}`, { enabled: true, name: 'Mine' });
    await api(`POST /v1/links/${id}/sync`);
    await api(`POST /v1/links/${id}/sync`, { release: true });
    await api(`POST /v1/links/${id}/undo`);
    await api(`POST /v1/links/${id}/webhook`);
    expect(await shown()).toEqual([
      ...['octo secret', 'octo undo', 'octo release', 'octo sync', 'octo resumed', 'octo paused'],
      ...['octo strategy merge', 'octo renamed'],
    ]);
    await cleared();
  });

  test('on the page is written down, and shown in words to whoever may see the link', async () => {
    const { id } = web.link;
    for (const button of ['pause', 'resume', 'sync', 'release', 'renew-secret'])
      await octo.post(`/links/${id}/${button}`);
    await octo.post(`/links/${id}/settings`, { name: 'Other', strategy: 'rebase' });
    const said = [
      ...['chose the strategy rebase', 'renamed this link', 'renewed the secret address', 'released this link'],
      ...['asked for a sync', 'resumed this link', 'paused this link'],
    ];
    expect(await page()).toBe(
      said
        .map((words) => ` octo ${words} · then`)
        .join('')
        .concat(' '),
    );
    const reader = visitor(web.url);
    await signInAs(reader, 'reader');
    expect(await page(reader)).toBe(await page());
    await cleared();
  });

  test('to all links at once is written down at each that is asked', async () => {
    await database.db.update(links).set({ answeredRequested: links.requested, state: 'behind' });
    await octo.post('/links/sync-all');
    expect(await shown()).toEqual(['octo sync-all']);
    await cleared();
  });

  test('by the secret address names nobody, and is shown once', async () => {
    const [{ webhookId } = { webhookId: '' }] = await database.db.select().from(links).where(eq(links.id, web.link.id));
    const call = () => fetch(new URL(`/_${webhookId}`, web.url), { method: 'POST' });
    expect((await call()).status).toBe(202);
    await octo.post(`/links/${web.link.id}/pause`);
    expect(await page()).toBe(' octo paused this link · then The secret address asked for a sync · then ');
    await octo.post(`/links/${web.link.id}/resume`);
    await database.db.update(links).set({ hookedAt: null });
    await cleared();
  });

  test('goes with the link that they delete, and making it again is the first', async () => {
    const { id } = web.link;
    await octo.post(`/links/${id}/pause`);
    await octo.post(`/links/${id}/delete`, { sure: 'yes' });
    expect(await shown()).toEqual([]);
    const made = await api('POST /v1/links', {
      fork: { owner: 'octo', repo: 'hello' },
      upstream: { owner: 'up', repo: 'hello' },
    });
    expect([made.status, await shown()]).toEqual([201, ['octo made']]);
    await cleared();
  });
});

const record = (linkId: string, ...done: Parameters<typeof recordActs>[2][]) =>
  database.transaction((tx) => recordActs(tx, [linkId], ...done));

describe('what is kept', () => {
  test('of the same by the same person is the last time', async () => {
    const { id } = await aLink(database.db);
    const lisa = { id: 6, login: 'lisa' };
    for (const by of [mona, mona, lisa, mona, mona]) await record(id, { kind: 'sync', by });
    await record(id, { kind: 'retry', by: null }, { kind: 'retry', by: null });
    expect(await shown(id)).toEqual(['- retry', 'mona sync', 'lisa sync', 'mona sync']);
  });

  test('of a link is the last fifty, of 90 days', async () => {
    const [one, other] = [await aLink(database.db), await aLink(database.db)];
    await record(other.id, { kind: 'made', by: mona });
    for (let times = 0; times < 30; times += 1) {
      await record(one.id, { kind: 'paused', by: mona }, { kind: 'resumed', by: mona });
    }
    expect(await shown(one.id)).toHaveLength(50);
    const at = (days: number) => ({ at: new Date(Date.now() - days * DAY) });
    await database.db.update(acts).set(at(91)).where(eq(acts.linkId, one.id));
    await database.db.update(acts).set(at(89)).where(eq(acts.linkId, other.id));
    await forgetActs(database.db, new Date());
    expect([await shown(one.id), await shown(other.id)]).toEqual([[], ['mona made']]);
  });

  test('goes with its link', async () => {
    const { id } = await aLink(database.db);
    await record(id, { kind: 'made', by: mona });
    await database.db.delete(links).where(eq(links.id, id));
    expect(await database.db.select().from(acts).where(eq(acts.linkId, id))).toEqual([]);
  });

  test('of a person who revokes the App does not name them', async () => {
    const { id } = await aLink(database.db);
    const lisa = { id: 6, login: 'lisa' };
    await record(id, { kind: 'paused', by: mona }, { kind: 'resumed', by: lisa });
    const payload = { action: 'revoked', sender: mona };
    await recordDelivery({ id: `revoked-${id}`, event: 'github_app_authorization', payload }, here.web.context);
    expect(await shown(id)).toEqual(['lisa resumed', '- paused']);
  });
});
