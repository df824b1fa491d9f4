import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deliveries, installations, upstreamRefs } from '../../src/db/schema.ts';
import { recordDelivery } from '../../src/server/webhooks/record.ts';
import { testDatabase } from '../support/database.ts';
import { errorLevel } from '../support/memory-log.ts';
import { aPush, payload, payloads } from '../support/payloads.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { aLink, anInstallation, aRef, aRepository, linkOf, nextId } from '../support/rows.ts';
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
  await proxy.restore();
  await web.stop();
  await Promise.all([parts.stop(), proxy.stop()]);
});

let last = 0;
const guid = () => `guid-${++last}`;
const record = (event: string, body: unknown, id = guid()) => recordDelivery({ id, event, payload: body }, web.context);
const remembered = async (id: string) =>
  (await database.db.select().from(deliveries).where(eq(deliveries.guid, id))).length === 1;
/** What was queued after the acknowledgement. */
const queued = async (queue: 'now' | 'push' | 'later' = 'push') => {
  await web.context.queueAsked.stop();
  return parts.bodies<{ linkId: string; requestId: string; trigger: string }>(queue);
};

async function followed() {
  const upstreamId = await aRepository(database.db);
  const refId = await aRef(database.db, { repositoryId: upstreamId, branch: 'master' });
  const link = await aLink(database.db, { upstreamRefId: refId });
  const ref = async () => (await database.db.select().from(upstreamRefs).where(eq(upstreamRefs.id, refId)))[0];
  return { upstreamId, link, ref, push: () => aPush({ repository: { id: upstreamId } }) };
}

describe('a push', () => {
  test('upstream is written on the ref and its links are queued, with the id of the delivery', async () => {
    const { link, ref, push } = await followed();
    await record('push', { ...push(), before: 'a'.repeat(40) }, 'guid-push');
    expect(await ref()).toMatchObject({ pushes: 1, pushedDelivery: 'guid-push', pushedHead: push().after });
    expect(await linkOf(database.db, link.id)).toEqual(link);
    expect(await queued()).toMatchObject([{ linkId: link.id, requestId: 'guid-push', trigger: 'push' }]);
  });

  test('delivered again changes nothing', async () => {
    const { ref, push } = await followed();
    await Promise.all([1, 2, 3].map(() => record('push', push(), 'guid-again')));
    await record('push', push(), 'guid-again');
    expect((await ref())?.pushes).toBe(1);
    expect(await queued()).toHaveLength(1);
  });

  test('to a branch of a linked fork asks its link, and only that', async () => {
    const { link, ref } = await followed();
    await record('push', aPush({ ref: 'refs/heads/main', repository: { id: link.forkId } }), 'guid-foreign');
    expect(await linkOf(database.db, link.id)).toMatchObject({ requested: 1, requestedId: 'guid-foreign' });
    expect((await ref())?.pushes).toBe(0);
    expect(await queued()).toMatchObject([{ linkId: link.id, trigger: 'event' }]);
  });

  test.each(['refs/tags/master', 'refs/heads/masters', 'refs/heads/Master'])('to %s asks nobody', async (name) => {
    const { ref, push } = await followed();
    await record('push', { ...push(), ref: name });
    expect((await ref())?.pushes).toBe(0);
    expect(await queued()).toEqual([]);
  });

  test('of an installation nobody knows makes it known and asks for its refresh', async () => {
    const id = nextId();
    await record('push', aPush({ installation: { id } }));
    expect(await database.db.select().from(installations).where(eq(installations.id, id))).toMatchObject([
      { refreshRequestedAt: expect.any(Date) },
    ]);
    expect(web.wakes()).toBe(1);
    await record('push', aPush({ installation: { id } }));
    expect(web.wakes()).toBe(1);
  });
});

interface PullRequest {
  action: string;
  pull_request: { base: { ref: string; repo: { id: number } } };
}

describe('a pull request', () => {
  const of = (action: string, base: { ref: string; repo: { id: number } }) => {
    const example = payload<PullRequest>('pull_request', (one) => one.action === action);
    const pull = example.pull_request;
    return { ...example, pull_request: { ...pull, base: { ...pull.base, ...base } } };
  };

  test.each([
    ['closed', 1],
    ['reopened', 1],
    ['opened', 0],
    ['synchronize', 0],
    ['labeled', 0],
  ])('%s: its links look at GitHub again: %i', async (action, times) => {
    const { link } = await followed();
    const base = { ref: 'main', repo: { id: link.forkId } };
    await record('pull_request', of(action, base));
    await record('pull_request', of(action, { ...base, ref: 'other' }));
    expect(await linkOf(database.db, link.id)).toMatchObject({ requested: times, state: 'in-sync', reason: null });
  });
});

test('a pull request that is pointed at another branch: the links of both look', async () => {
  const { link } = await followed();
  // GitHub's examples have no edit: it is an opening with what changed beside it.
  const opened = payload<PullRequest>('pull_request', (one) => one.action === 'opened');
  const example = { ...opened, action: 'edited' };
  const { pull_request } = example;
  const base = { ...pull_request.base, ref: 'other', repo: { id: link.forkId } };
  const changes = { base: { ref: { from: 'main' }, sha: { from: 'a'.repeat(40) } } };
  await record('pull_request', { ...example, changes, pull_request: { ...pull_request, base } });
  expect(await linkOf(database.db, link.id)).toMatchObject({ requested: 1 });
});

test.each(['installation', 'installation_repositories'])(
  'every %s asks for a refresh and concludes nothing',
  async (event) => {
    for (const body of payloads<{ installation: { id: number } }>(event)) {
      const id = await anInstallation(database.db);
      const before = await database.db.select().from(installations).where(eq(installations.id, id));
      await record(event, { ...body, installation: { ...body.installation, id } });
      const after = await database.db.select().from(installations).where(eq(installations.id, id));
      expect(after).toEqual([{ ...before[0], refreshRequestedAt: expect.any(Date), updatedAt: expect.any(Date) }]);
    }
    expect(web.wakes()).toBe(payloads(event).length);
  },
);

test.each(['star', 'check_run', '__proto__', 'constructor'])('%s is taken and ignored', async (event) => {
  const id = guid();
  await record(event, { action: 'created' }, id);
  expect(await remembered(id)).toBe(false);
});

test.each([
  ['push', { ref: 'refs/heads/master' }],
  ['push', null],
  ['pull_request', { action: 'closed' }],
  ['installation', []],
])('a %s of another shape is refused and not remembered', async (event, body) => {
  const id = guid();
  await expect(record(event, body, id)).rejects.toMatchObject({ status: 422 });
  expect(web.lines.at(errorLevel)).toEqual(['Unreadable delivery']);
  expect(await remembered(id)).toBe(false);
});

describe('while Postgres is away', () => {
  test.each(['stall', 'cut'] as const)(
    '(%s) the answer is 503 within 8 s, and what is delivered again works',
    async (how) => {
      const { ref, push } = await followed();
      await record('push', { ...push(), ref: 'refs/heads/other' });
      await proxy[how]();
      const id = guid();
      // A timer like web's own, which goes off before it however long this process stands still.
      const late = new Promise((resolve) => setTimeout(resolve, 8_000, 'too late'));
      await expect(Promise.race([record('push', push(), id), late])).rejects.toMatchObject({ status: 503 });
      expect(await remembered(id)).toBe(false);
      await proxy.restore();
      await record('push', push(), id);
      expect((await ref())?.pushes).toBe(1);
      expect(await remembered(id)).toBe(true);
    },
  );
});
