import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { call } from './call.ts';
import { follow, type Scene, scene } from './scene.ts';

let ring: Ring;
let open: Scene;
let secret: Scene;
let tokens: Record<string, string | undefined>;
/** Paths of the open and of the private fork's link, and of an operation of each. */
let paths: Record<'open' | 'secret', { link: string; operation: string }>;

beforeAll(async () => {
  ring = await startRing();
  const { github } = ring;
  for (const login of ['reader', 'pusher', 'stranger']) github.createUser(login);
  const people = (fork: string) => {
    github.grant(fork, 'reader', 'pull');
    github.grant(fork, 'pusher', 'push');
  };
  open = await scene(ring, 'public', { before: async ({ fork }) => people(fork) });
  github.createOrg('secret');
  github.createUser('secret-admin');
  await github.createRepository({ owner: 'secret', name: 'hello', private: true });
  await github.fork({ source: 'secret/hello', owner: 'secret', name: 'fork' });
  people('secret/fork');
  github.grant('secret/fork', 'secret-admin', 'admin');
  const installation = github.install('secret', 'all');
  const names = { upstream: 'secret/hello', fork: 'secret/fork', owner: 'secret', branch: 'main' };
  secret = follow(ring, { ...names, installation, by: 'secret-admin' });
  await secret.until({ reason: 'up-to-date' });
  const token = (login: string) => github.createUserToken(login);
  tokens = {
    nobody: undefined,
    garbage: 'ghu_garbage',
    otherApp: github.createUserToken(open.owner, { app: 'other' }),
    stranger: token('stranger'),
    reader: token('reader'),
    pusher: token('pusher'),
    owner: token(open.owner),
    secretOwner: token('secret-admin'),
  };
  const pathsOf = async (here: Scene) => {
    const { id, lastOperationId } = await here.idle();
    return { link: `/v1/links/${id}`, operation: `/v1/operations/${lastOperationId}` };
  };
  paths = { open: await pathsOf(open), secret: await pathsOf(secret) };
});
afterAll(() => ring?.stop());

const problem = (status: number) => ({
  status,
  type: 'application/problem+json',
  body: { status, title: expect.any(String), detail: expect.any(String) },
});

describe('who may do what', () => {
  const rows = [
    // who, whoami and list; then of the public fork: read, sync; then of the private one
    ['nobody', 401, 401, 401, 401, 401],
    ['garbage', 401, 401, 401, 401, 401],
    ['otherApp', 401, 401, 401, 401, 401],
    ['stranger', 200, 200, 403, 404, 404],
    ['reader', 200, 200, 403, 200, 403],
    ['pusher', 200, 200, 202, 200, 202],
    ['owner', 200, 200, 202, 404, 404],
    ['secretOwner', 200, 200, 403, 200, 202],
  ] as const;
  it.each(rows)('%s', async (who, asPerson, readOpen, syncOpen, readSecret, syncSecret) => {
    const token = tokens[who];
    const given = token === undefined ? {} : { token };
    const wanted = [
      ['GET', '/v1/whoami', asPerson],
      ['GET', '/v1/links', asPerson],
      ['GET', paths.open.link, readOpen],
      ['GET', `${paths.open.link}/operations`, readOpen],
      ['GET', paths.open.operation, readOpen],
      ['POST', `${paths.open.link}/sync`, syncOpen],
      ['GET', paths.secret.link, readSecret],
      ['GET', `${paths.secret.link}/operations`, readSecret],
      ['GET', paths.secret.operation, readSecret],
      ['POST', `${paths.secret.link}/sync`, syncSecret],
    ] as const;
    for (const [method, path, status] of wanted) {
      const answer = await call(ring, path, { method, ...given });
      expect({ method, path, ...answer }).toMatchObject({
        method,
        path,
        status,
        ...(status >= 400 ? problem(status) : {}),
      });
      expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\.[jt]s:\d|node_modules|ghu_|ghs_/);
    }
  });

  it('lists what one can push to, and nothing else', async () => {
    const forks = async (who: string) => {
      const { body } = await call(ring, '/v1/links', { token: tokens[who] ?? '' });
      return body.data
        .map(({ fork }: { fork: { owner: string; repo: string } }) => `${fork.owner}/${fork.repo}`)
        .sort();
    };
    expect(await forks('stranger')).toEqual([]);
    expect(await forks('reader')).toEqual([]);
    expect(await forks('pusher')).toEqual([open.fork, secret.fork].sort());
    expect(await forks('owner')).toEqual([open.fork]);
  });
});

describe('a link', () => {
  it('is shown as documented', async () => {
    const { body } = await call(ring, paths.open.link, { token: tokens.reader ?? '' });
    expect(body).toMatchObject({
      id: (await open.link()).id,
      enabled: true,
      source: 'install',
      fork: { owner: 'octo-public', repo: 'hello', branch: 'main' },
      upstream: { owner: 'up-public', repo: 'hello', branch: 'main' },
      strategy: 'pull-request',
      state: 'in-sync',
      reason: 'up-to-date',
      pullRequest: null,
      webhookUrl: null,
    });
  });

  it.each(['nonsense', '1', '%00', '..%2f..', "'; drop table links", '00000000-0000-4000-8000-000000000000'])(
    'has no id %s',
    async (id) => {
      const token = tokens.pusher ?? '';
      for (const path of [`/v1/links/${encodeURI(id)}`, `/v1/operations/${encodeURI(id)}`]) {
        expect(await call(ring, path, { token })).toMatchObject(problem(404));
      }
      expect(await call(ring, `/v1/links/${encodeURI(id)}/sync`, { method: 'POST', token })).toMatchObject(
        problem(404),
      );
    },
  );

  it.each([
    ['an unknown field', 422, { body: { relaese: true } }],
    ['a field of another kind', 422, { body: { release: 'yes' } }],
    ['no JSON', 400, { body: '{"release":' }],
    ['JSON that is no object', 422, { body: '[]' }],
    [
      'another content type',
      415,
      { body: 'release=true', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
  ] as const)('is not synced with %s', async (_, status, given) => {
    const answer = await call(ring, `${paths.open.link}/sync`, {
      method: 'POST',
      token: tokens.pusher ?? '',
      ...given,
    });
    expect(answer).toMatchObject(problem(status));
    if (status === 422)
      expect(answer.body.errors).toEqual([{ field: expect.any(String), message: expect.any(String) }]);
  });

  it('that is released takes push access', async () => {
    const release = (who: string) =>
      call(ring, `${paths.open.link}/sync`, { method: 'POST', token: tokens[who] ?? '', body: { release: true } });
    expect(await release('reader')).toMatchObject(problem(403));
    expect((await open.link()).releasedAt).toBeNull();
    expect((await release('pusher')).status).toBe(202);
    await eventually(async () => (await open.link()).releasedAt !== null);
  });

  it('joins the operation that is queued, and tells how it went', async () => {
    await open.idle();
    ring.worker.kill('SIGSTOP');
    const first = await open.sync();
    expect(await open.sync()).toEqual(first);
    const token = tokens.owner ?? '';
    expect((await call(ring, first.statusUrl, { token })).body).toMatchObject({
      id: first.operationId,
      status: 'queued',
      trigger: 'manual',
      reason: null,
    });
    ring.worker.kill('SIGCONT');
    const ended = await eventually(async () => {
      const { body } = await call(ring, first.statusUrl, { token });
      return body.finishedAt !== null && body;
    });
    expect(ended).toMatchObject({ status: 'ok', reason: 'up-to-date', linkId: (await open.link()).id });
    await open.idle();
    const ids = (await call(ring, `${paths.open.link}/operations`, { token })).body as unknown as string[];
    expect(ids).toContain(first.operationId);
    const whole = (await call(ring, `${paths.open.link}/operations?detail=true`, { token })).body;
    expect(whole).toHaveLength(ids.length);
    expect(whole).toContainEqual(expect.objectContaining({ id: first.operationId }));
  });
});
