import { request } from 'node:http';
import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveries, upstreamRefs } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { aPush, payload, signed } from '../support/payloads.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { aLink, aRef, aRepository } from '../support/rows.ts';
import { freshRedis, type TcpProxy, tcpProxy } from '../support/services.ts';
import { previousSecret, secret } from '../support/web.ts';
import { webInProcess } from '../support/web-process.ts';

const database = testDatabase();
const mebibyte = 1024 * 1024;
let proxy: TcpProxy;
let parts: RedisParts;
let web: Awaited<ReturnType<typeof webInProcess>>;

beforeAll(async () => {
  proxy = await tcpProxy(database.url);
  const redis = await freshRedis();
  parts = redisParts(redis);
  web = await webInProcess({ databaseUrl: proxy.url, redisUrl: redis.url, namespace: redis.namespace });
});
afterAll(async () => {
  await proxy?.restore();
  await web?.stop();
  await Promise.all([parts?.stop(), proxy?.stop()]);
});

let last = 0;
const guid = () => `guid-${++last}`;
const remembered = (id: string) => database.db.select().from(deliveries).where(eq(deliveries.guid, id));

/** Delivers as GitHub does, but for what is changed. */
async function deliver(
  changed: {
    event?: string;
    guid?: string;
    secret?: string;
    body?: string;
    headers?: Record<string, string | null>;
  } = {},
) {
  const body = changed.body ?? JSON.stringify(aPush());
  const facts = { event: 'push', guid: guid(), secret, ...changed, body };
  const headers = Object.entries({ ...signed(facts), ...changed.headers }).filter(([, value]) => value !== null);
  const answer = await fetch(`${web.url}/api/github/webhooks`, {
    method: 'POST',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
  });
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    text: await answer.text(),
    guid: facts.guid,
  };
}

async function followed() {
  const repositoryId = await aRepository(database.db);
  const refId = await aRef(database.db, { repositoryId, branch: 'master' });
  const link = await aLink(database.db, { upstreamRefId: refId });
  const ref = async () => (await database.db.select().from(upstreamRefs).where(eq(upstreamRefs.id, refId)))[0];
  return { link, ref, push: () => aPush({ repository: { id: repositoryId } }) };
}

test('a push is written down, acknowledged, and then queued', async () => {
  const { link, ref, push } = await followed();
  const answer = await deliver({ body: JSON.stringify(push()) });
  expect(answer.status).toBe(200);
  expect((await ref())?.pushes).toBe(1);
  expect(await remembered(answer.guid)).toMatchObject([{ event: 'push' }]);
  await eventually(async () => (await parts.bodies<{ linkId: string }>('push')).some((job) => job.linkId === link.id));
});

describe('is refused, and nothing is written', () => {
  test.each([
    ['a forged delivery', 401, { secret: 'another secret' }],
    ['one with no signature', 400, { headers: { 'x-hub-signature-256': null } }],
    ['one with an empty signature', 401, { headers: { 'x-hub-signature-256': '' } }],
    [
      'one with the old signature alone',
      400,
      { headers: { 'x-hub-signature-256': null, 'x-hub-signature': 'sha1=00' } },
    ],
    ['one with a signature that is none', 401, { headers: { 'x-hub-signature-256': 'sha256=00' } }],
    ['one with no GUID', 400, { headers: { 'x-github-delivery': null } }],
    ['one with no event', 400, { headers: { 'x-github-event': null } }],
    ['a form', 415, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['no JSON, though signed', 400, { body: '{"ref":' }],
    ['no object, though signed', 400, { body: '"ref"' }],
    ['null, though signed', 400, { body: 'null' }],
    ['another shape, though signed', 422, { body: '{"ref": 1}' }],
  ])('%s: %i', async (_, status, changed) => {
    const answer = await deliver(changed);
    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
    expect(JSON.parse(answer.text)).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
    expect(answer.text).not.toMatch(/\bat .*\.[jt]s:|node_modules|secret of this test/);
    expect(await remembered(answer.guid)).toEqual([]);
  });

  test('a body that was changed on its way', async () => {
    const body = JSON.stringify(aPush());
    const headers = signed({ event: 'push', guid: guid(), body, secret });
    expect(await deliver({ body: body.replace('master', 'mastes'), headers })).toMatchObject({ status: 401 });
  });

  /** Sends these headers and this many bytes, and reads the status. */
  const sendLarge = (headers: Record<string, string | number>, bytes: number) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sending = request(`${web.url}/api/github/webhooks`, { method: 'POST', headers, agent: false }, (answer) => {
        resolve(answer.statusCode);
        sending.destroy();
      });
      sending.on('error', reject);
      sending.flushHeaders();
      for (let left = bytes; left > 0; left -= mebibyte) sending.write(Buffer.alloc(Math.min(left, mebibyte), ' '));
    });

  test('more than 25 MB, before it is read', async () => {
    const headers = signed({ event: 'push', guid: guid(), body: '', secret });
    expect(await sendLarge({ ...headers, 'content-length': 26 * mebibyte }, 0)).toBe(413);
  });

  test('more than 25 MB of unknown length', async () => {
    const headers = signed({ event: 'push', guid: guid(), body: '', secret });
    // By one byte: of more than web reads the rest may still be under way when it answers, and end the connection before the answer.
    expect(await sendLarge({ ...headers, 'transfer-encoding': 'chunked' }, 25 * mebibyte + 1)).toBe(413);
  });
});

describe('is taken', () => {
  test('what was signed with the secret before', async () => {
    expect(await deliver({ secret: previousSecret })).toMatchObject({ status: 200 });
  });

  test('a push of 5 MB', async () => {
    const { ref, push } = await followed();
    const body = JSON.stringify({ ...push(), commits: [{ message: 'ü€😀'.repeat(600_000) }] });
    expect(Buffer.byteLength(body)).toBeGreaterThan(5 * mebibyte);
    expect(await deliver({ body })).toMatchObject({ status: 200 });
    expect((await ref())?.pushes).toBe(1);
  });

  test.each(['ping', 'star', 'an_event_of_tomorrow', 'constructor'])(
    'the event %s, which nothing is done about',
    async (event) => {
      const answer = await deliver({ event, body: '{"action":"created"}' });
      expect(answer.status).toBe(200);
      expect(await remembered(answer.guid)).toEqual([]);
    },
  );

  test("every example of GitHub's of an event we take", async () => {
    for (const event of ['push', 'pull_request', 'installation', 'installation_repositories']) {
      expect(await deliver({ event, body: JSON.stringify(payload(event)) })).toMatchObject({ status: 200 });
    }
  });

  test('the same delivery twice, once', async () => {
    const { ref, push } = await followed();
    const twice = { guid: guid(), body: JSON.stringify(push()) };
    expect((await Promise.all([deliver(twice), deliver(twice)])).map(({ status }) => status)).toEqual([200, 200]);
    expect((await ref())?.pushes).toBe(1);
  });
});

test('while Postgres is away it answers 503, and takes the redelivery afterwards', async () => {
  const { ref, push } = await followed();
  const same = { guid: guid(), body: JSON.stringify(push()) };
  proxy.stall();
  const answer = await deliver(same);
  expect(answer).toMatchObject({ status: 503, type: 'application/problem+json' });
  await proxy.restore();
  expect(await deliver(same)).toMatchObject({ status: 200 });
  expect((await ref())?.pushes).toBe(1);
});

test('GET is not a delivery', async () => {
  const { status } = await fetch(`${web.url}/api/github/webhooks`);
  expect(status).toBeGreaterThanOrEqual(404);
  const [row] = await database.db.select().from(deliveries).orderBy(desc(deliveries.receivedAt)).limit(1);
  expect(row?.event).toBe('push');
});
