import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/local/port.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { type TcpProxy, tcpProxy } from '../support/services.ts';
import { call } from './call.ts';
import { type Scene, scene } from './scene.ts';

let ring: Ring;
let postgres: TcpProxy;
let redis: TcpProxy;
let one: Scene;

beforeAll(async () => {
  const through = (keep: (proxy: TcpProxy) => void) => async (url: string) => {
    const proxy = await tcpProxy(url);
    keep(proxy);
    return proxy.url;
  };
  ring = await startRing({
    databaseUrl: through((proxy) => {
      postgres = proxy;
    }),
    redisUrl: through((proxy) => {
      redis = proxy;
    }),
  });
  one = await scene(ring, 'one', {
    before: async ({ owner }) => {
      for (const name of ['b', 'c', 'd', 'e']) {
        await ring.github.createRepository({ owner: 'up-one', name });
        await ring.github.fork({ source: `up-one/${name}`, owner });
      }
    },
  });
});
afterAll(async () => {
  await ring?.stop();
  await Promise.all([postgres?.stop(), redis?.stop()]);
});

const problem = (status: number) => ({
  status,
  type: 'application/problem+json',
  body: { status, title: expect.any(String) },
});

describe('GET /v1/links', () => {
  it('comes in pages, filtered', async () => {
    const { github } = ring;
    const token = github.createUserToken(one.owner);
    const list = async (query: string) => (await call(ring, `/v1/links${query}`, { token })).body;
    github.addRepositories(
      one.installation,
      ['b', 'c', 'd', 'e'].map((name) => `${one.owner}/${name}`),
    );
    await eventually(async () => (await list('?state=in-sync')).total === 5, { what: 'five links in sync' });
    const all = await list('');
    expect(all).toMatchObject({ page: 1, perPage: 20, total: 5 });
    const pages = await Promise.all([1, 2, 3, 4].map((page) => list(`?per_page=2&page=${page}`)));
    expect(pages.map(({ data }) => data.length)).toEqual([2, 2, 1, 0]);
    const ids = (data: { id: string }[]) => data.map(({ id }) => id);
    expect(pages.flatMap(({ data }) => ids(data))).toEqual(ids(all.data));
    expect(await list(`?fork=${one.owner}/C`)).toMatchObject({ total: 1, data: [{ fork: { repo: 'c' } }] });
    expect(await list('?upstream=UP-ONE/d')).toMatchObject({ total: 1, data: [{ upstream: { repo: 'd' } }] });
    expect(await list('?state=held')).toMatchObject({ total: 0, data: [] });
    expect(await list(`?fork=${one.owner}/c&upstream=up-one/d`)).toMatchObject({ total: 0, data: [] });
    for (const query of ['?page=0', '?per_page=101', '?page=x', '?state=happy', '?fork=nonsense']) {
      const answer = await call(ring, `/v1/links${query}`, { token });
      expect({ query, ...answer }).toMatchObject({ query, ...problem(422) });
      expect(answer.body.errors).toHaveLength(1);
    }
  });

  it('forgets a repository that was deselected, and knows it again', async () => {
    const { github } = ring;
    const here = await scene(ring, 'deselect');
    const token = github.createUserToken(here.owner);
    const { id } = await here.idle();
    github.removeRepositories(here.installation, [here.fork]);
    await eventually(async () => (await call(ring, `/v1/links/${id}`, { token })).status === 404);
    expect(await call(ring, `/v1/links/${id}/sync`, { method: 'POST', token })).toMatchObject(problem(404));
    expect((await call(ring, '/v1/links', { token })).body).toMatchObject({ total: 0 });
    const head = await here.push('a.txt');
    await ring.github.settled();
    expect(here.pulls()).toEqual([]);
    github.addRepositories(here.installation, [here.fork]);
    await here.until({ reason: 'pull-opened', decidedOn: head });
    expect((await call(ring, `/v1/links/${id}`, { token })).body).toMatchObject({ id, state: 'pull-open' });
  });

  it('shows why a suspended link is off', async () => {
    const { github } = ring;
    const here = await scene(ring, 'asleep');
    const token = github.createUserToken(here.owner);
    const { id } = await here.idle();
    github.grant(here.fork, here.owner, 'admin');
    github.suspend(here.installation);
    const shown = await eventually(async () => {
      const { status, body } = await call(ring, `/v1/links/${id}`, { token });
      return status === 200 && body.state === 'disabled' && body;
    });
    expect(shown).toMatchObject({ reason: 'suspended', sentence: expect.stringContaining('unsuspend') });
    expect(await call(ring, `/v1/links/${id}/sync`, { method: 'POST', token })).toMatchObject(problem(409));
    github.unsuspend(here.installation);
    await eventually(async () => (await call(ring, `/v1/links/${id}`, { token })).body.state === 'in-sync');
  });
});

describe('without GITHUB_CLIENT_ID', () => {
  it('nobody can sign in, and that is what they are told', async () => {
    const port = String(await freePort());
    await ring.start('web', { PORT: port, GITHUB_CLIENT_ID: '', GITHUB_CLIENT_SECRET: '' });
    const url = `http://localhost:${port}`;
    const token = ring.github.createUserToken(one.owner);
    const { id } = await one.link();
    for (const path of [
      '/v1/whoami',
      '/v1/links',
      `/v1/links/${id}`,
      `/v1/links/${id}/operations`,
      '/v1/operations/x',
    ]) {
      const answer = await call({ url }, path, { token });
      expect({ path, ...answer }).toMatchObject({ path, ...problem(401) });
      expect(answer.body.detail).toContain('GITHUB_CLIENT_ID');
    }
    expect(await call({ url }, `/v1/links/${id}/sync`, { method: 'POST', token })).toMatchObject(problem(401));
    expect(await call({ url }, '/healthz')).toMatchObject({ status: 200 });
  });
});

describe('for operators', () => {
  it('/readyz follows PostgreSQL, and tells of Redis', async () => {
    const ready = () => call(ring, '/readyz');
    // A database that takes longer than two seconds to answer counts as away.
    const becomes = (status: number, body: object) =>
      eventually(async () => {
        const answer = await ready();
        return answer.status === status && isDeepStrictEqual(answer.body, body);
      });
    await becomes(200, { postgres: 'ok', redis: 'ok' });
    await redis.cut();
    await becomes(200, { postgres: 'ok', redis: 'away' });
    await redis.restore();
    await becomes(200, { postgres: 'ok', redis: 'ok' });
    await postgres.cut();
    expect(await ready()).toMatchObject({ status: 503, body: { postgres: 'away' } });
    expect(await call(ring, '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    await postgres.restore();
    await eventually(async () => (await ready()).status === 200);
  });

  it('/metrics is for loopback without a proxy, or for the token', async () => {
    const metrics = await call(ring, '/metrics');
    expect(metrics).toMatchObject({ status: 200, type: expect.stringContaining('text/plain') });
    expect(metrics.body).toContain('backstroke_deliveries_total{');
    expect(await call(ring, '/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } })).toMatchObject(problem(403));
    const port = String(await freePort());
    await ring.start('web', { PORT: port, METRICS_TOKEN: 'a-token-for-metrics' });
    const url = `http://localhost:${port}`;
    expect(await call({ url }, '/metrics')).toMatchObject(problem(403));
    expect(await call({ url }, '/metrics', { token: 'another' })).toMatchObject(problem(403));
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    expect((await call({ url }, '/metrics', { token: 'a-token-for-metrics', headers })).status).toBe(200);
  });

  it('what is not there is a problem too', async () => {
    expect(await call(ring, '/nothing/here')).toMatchObject(problem(404));
  });
});
