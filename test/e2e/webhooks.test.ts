import { createHmac, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deliveries } from '../../src/db/schema.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { type TcpProxy, tcpProxy } from '../support/services.ts';
import { type Scene, scene, ticked } from './scene.ts';

let ring: Ring;
let postgres: TcpProxy;
beforeAll(async () => {
  ring = await startRing({
    databaseUrl: async (url) => {
      postgres = await tcpProxy(url);
      return postgres.url;
    },
  });
});
afterAll(async () => {
  await ring?.stop();
  await postgres?.stop();
});

/** Two pushes, a closing and a reopening, and what they come to. */
async function story(here: Scene): Promise<unknown> {
  const { github } = ring;
  await here.push('a.txt');
  await eventually(() => here.pulls()[0]);
  await here.push('b.txt');
  github.closePull(here.fork, 1, here.owner);
  const head = await here.push('c.txt');
  await here.idle();
  await here.until({ reason: 'held-pull-closed', decidedOn: head });
  github.reopenPull(here.fork, 1, here.owner);
  await here.until({ state: 'pull-open', decidedOn: head });
  await here.idle();
  const { state, pullNumber, decidedOn, failures } = await here.link();
  const pulls = here
    .pulls()
    .map((pull) => ({ number: pull.number, state: pull.state, atHead: pull.head.sha === head }));
  // How often the text followed depends on which pushes came together; that it did in the end does not.
  const writes = here.writes().filter((one) => one !== 'PATCH /repos/:owner/:repo/pulls/:number');
  const told = here.pulls()[0]?.body?.includes(`..${head}: `);
  return { state, pullNumber, atHead: decidedOn === head, failures, pulls, writes, told };
}

const once = {
  state: 'pull-open',
  pullNumber: 1,
  atHead: true,
  failures: 0,
  pulls: [{ number: 1, state: 'open', atHead: true }],
  writes: ['POST /repos/:owner/:repo/pulls'],
  told: true,
};

it('ends so when every delivery comes once', async () => {
  expect(await story(await scene(ring, 'once'))).toEqual(once);
});

it('ends the same when every delivery comes twice', async () => {
  const here = await scene(ring, 'twice');
  ring.github.webhooks.double(true);
  try {
    expect(await story(here)).toEqual(once);
  } finally {
    ring.github.webhooks.double(false);
  }
});

it('ends the same when deliveries come in the wrong order', async () => {
  const here = await scene(ring, 'shuffled');
  ring.github.webhooks.reorder(true);
  try {
    expect(await story(here)).toEqual(once);
  } finally {
    ring.github.webhooks.reorder(false);
  }
});

it('needs no delivery of a push, nor of the end of a pull request', async () => {
  const { github } = ring;
  const here = await scene(ring, 'lost');
  await here.push('a.txt', { silent: true });
  await here.until({ state: 'pull-open', pullNumber: 1 });
  await here.idle();
  await github.mergePull(here.fork, 1, { by: here.owner, silent: true });
  const head = await here.push('b.txt', { silent: true });
  await here.until({ state: 'pull-open', pullNumber: 2, decidedOn: head });
  expect(here.pulls()).toMatchObject([{ merged: true }, { state: 'open', head: { sha: head } }]);
});

it('answers 503 while PostgreSQL is away, and takes the delivery when it is sent again', async () => {
  const { github } = ring;
  const here = await scene(ring, 'away');
  await github.settled();
  // Else the tick would find what the lost delivery told.
  ring.dispatcher.kill('SIGSTOP');
  try {
    await postgres.cut();
    await here.push('a.txt');
    await github.settled();
    const { id } = github.repository(here.upstream);
    const lost = github.deliveries().filter(({ event, repositoryId }) => event === 'push' && repositoryId === id);
    // In time: whoever is not answered within ten seconds is told 504.
    expect(lost).toMatchObject([{ statusCode: 503 }]);
    await postgres.restore();
    const guid = lost[0]?.guid ?? '';
    const recorded = () => ring.database.db.select().from(deliveries).where(eq(deliveries.guid, guid));
    expect(await recorded()).toEqual([]);
    await eventually(async () => (await github.redeliver(guid)).statusCode === 200, {
      what: 'the redelivery is taken',
    });
    await here.until({ reason: 'pull-opened' });
    expect(await recorded()).toHaveLength(1);
    expect((await github.redeliver(guid)).statusCode).toBe(200);
    await here.answered();
    expect(here.writes()).toHaveLength(1);
  } finally {
    ring.dispatcher.kill('SIGCONT');
    await postgres.restore();
  }
});

it('finds a push that was made while web was down', async () => {
  const here = await scene(ring, 'down');
  await here.idle();
  ring.web.kill('SIGTERM');
  await ring.web.exited;
  const sha = await here.push('a.txt');
  await ring.github.settled();
  await ticked(ring);
  ring.web = await ring.start('web');
  await here.until({ state: 'pull-open', decidedOn: sha, pullNumber: 1 });
  expect(here.pulls()).toHaveLength(1);
});

const sign = (secret: string, body: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

async function deliver(payload: string, given: { secret?: string; guid?: string } = {}) {
  const response = await fetch(`${ring.url}/api/github/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': given.guid ?? randomUUID(),
      'x-hub-signature-256': sign(given.secret ?? ring.env.WEBHOOK_SECRET ?? '', payload),
    },
    body: payload,
  });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

function pushOf(here: Scene, after: string, parts: object = {}): string {
  const { id } = ring.github.repository(here.upstream);
  const before = ring.github.head(here.fork, 'main');
  return JSON.stringify({ ref: 'refs/heads/main', before, after, repository: { id }, ...parts });
}

it('stores nothing of a delivery with a forged signature', async () => {
  const here = await scene(ring, 'forged');
  await here.idle();
  const link = await here.link();
  const guid = randomUUID();
  const answer = await deliver(pushOf(here, 'f'.repeat(40)), { secret: 'another', guid });
  expect(answer).toMatchObject({ status: 401, type: 'application/problem+json' });
  expect(await ring.database.db.select().from(deliveries).where(eq(deliveries.guid, guid))).toEqual([]);
  expect(await here.answered()).toEqual(link);
});

it('takes a signed push of 5 MB', async () => {
  const here = await scene(ring, 'large', { upstreamInstalled: false });
  const sha = await here.push('a.txt', { silent: true });
  const message = 'x'.repeat(2_600);
  const commits = Array.from({ length: 2_048 }, (_, at) => ({ id: String(at), message }));
  const payload = pushOf(here, sha, { commits });
  expect(payload.length).toBeGreaterThan(5 * 1024 * 1024);
  const guid = randomUUID();
  expect(await deliver(payload, { guid })).toMatchObject({ status: 200 });
  await here.until({ state: 'pull-open', decidedOn: sha });
  const [stored] = await ring.database.db.select().from(deliveries).where(eq(deliveries.guid, guid));
  expect(stored?.event).toBe('push');
  expect((await here.answered()).answeredPushes).toBe(1);
});
