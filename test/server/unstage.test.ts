import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installations, links, upstreamRefs } from '../../src/db/schema.ts';
import { webWithFork } from '../support/api-web.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { aResult, sha } from '../support/messages.ts';
import { aRepository } from '../support/rows.ts';

const database = testDatabase();
let web: Awaited<ReturnType<typeof webWithFork>>;
beforeAll(async () => {
  web = await webWithFork(database);
});
afterAll(() => web?.stop());

const ask = (method: string, body?: object) =>
  web.ask('octo', `/v1/links/${web.link.id}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const queued = async () => (await web.parts.bodies('later')).filter(({ kind }) => kind === 'unstage');
const set = (changed: Partial<typeof links.$inferInsert>) =>
  database.db.update(links).set(changed).where(eq(links.id, web.link.id));

test('workers are told what a link left in its fork that is off, where it follows what is not on GitHub', async () => {
  await set({ decidedOn: sha('a') });
  expect((await ask('PATCH', { enabled: false })).status).toBe(200);
  expect(await queued()).toEqual([]);

  const url = 'https://git.example/a/b.git';
  const id = await aRepository(database.db, { id: -5, ownerLogin: 'git.example', name: 'a/b', url });
  await database.db.update(upstreamRefs).set({ repositoryId: id }).where(eq(upstreamRefs.id, web.link.upstreamRefId));
  await set({ enabled: true, decidedOn: 'gone' });
  expect((await ask('PATCH', { enabled: false })).status).toBe(200);
  expect(await queued()).toEqual([]);

  await set({ enabled: true, decidedOn: sha('a'), lastSyncedSha: sha('b') });
  expect((await ask('PATCH', { enabled: false })).status).toBe(200);
  const [first] = await queued();
  expect(first).toMatchObject({
    linkId: web.link.id,
    installationId: web.installation,
    fork: { id: web.link.forkId, nodeId: expect.stringMatching(/./), owner: 'octo', name: 'hello' },
    upstream: { id: -5 },
    shas: [sha('a'), sha('b')],
  });

  // Nobody could remove it there.
  const suspend = (suspendedAt: Date | null) =>
    database.db.update(installations).set({ suspendedAt }).where(eq(installations.id, web.installation));
  await suspend(new Date());
  await set({ enabled: true });
  await ask('PATCH', { enabled: false });
  await suspend(null);
  expect(await queued()).toHaveLength(1);

  // What ran when it was switched off brought something after that.
  await set({ decidedOn: null, lastSyncedSha: null });
  await web.parts.queues.send('results', JSON.stringify(aResult({ linkId: web.link.id, decidedOn: sha('c') })));
  const second = { linkId: web.link.id, shas: [sha('c')] };
  await eventually(async () => (await queued()).length > 1, { what: 'the result is followed by its removal' });
  expect(await queued()).toMatchObject([first, second]);

  await set({ decidedOn: sha('b') });
  expect((await ask('DELETE')).status).toBe(204);
  expect(await queued()).toMatchObject([first, second, { linkId: web.link.id, shas: [sha('b')] }]);
});
