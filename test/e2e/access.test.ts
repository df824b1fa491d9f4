/** Who may do what: every route of web, asked by everybody. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/server/http.ts';
import { assets } from '../../src/server/pages/assets.ts';
import { type Api, type ApiFork, startApi } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { redisParts } from '../support/redis-parts.ts';
import { aLink, aMove, aRef } from '../support/rows.ts';
import { aWeb } from '../support/web.ts';
import { call } from './call.ts';

const database = testDatabase();
let api: Api;
/** Nobody but those with a role sees the private one. */
let forks: Record<'open' | 'secret', ApiFork>;
let refId: string;
let made = 0;

/** Columns of the table: how they ask, and which fork is asked about. */
const who = {
  nobody: { login: null, of: 'open' },
  'a wrong App': { login: 'octo-secret', of: 'secret', app: 'other' },
  other: { login: 'stranger', of: 'secret' },
  read: { login: 'reader', of: 'open' },
  push: { login: 'pusher', of: 'secret' },
  admin: { login: 'octo-secret', of: 'secret' },
} as const;
type Who = keyof typeof who;

interface Target {
  fork: ApiFork;
  link: string;
  operation: string;
  hook: string;
  origin: string;
  branch: string;
}

type Ask = (target: Target) => { path: string; body?: unknown; headers?: Record<string, string> };
type Row = [ask: Ask, ...statuses: number[]];

const at =
  (path: string): Ask =>
  () => ({ path });
const ofLink =
  (rest = '', body?: unknown): Ask =>
  ({ link }) => ({ path: `/v1/links/${link}${rest}`, body });
const buttonOf =
  (name: string): Ask =>
  ({ link }) => ({ path: `/links/${link}/${name}` });
const changing: number[] = [401, 401, 404, 403, 303, 303];
const everybody = (status: number) => Array<number>(6).fill(status);
const operators: number[] = [401, 401, 404, 404, 404, 404];

/** Statuses for nobody, a wrong App's token, other, read, push, admin. */
const rows: Record<string, Row> = {
  'POST /api/github/webhooks': [at('/api/github/webhooks'), ...everybody(400)],
  'GET /healthz': [at('/healthz'), ...everybody(200)],
  'GET /readyz': [at('/readyz'), ...everybody(200)],
  'GET /metrics': [at('/metrics'), ...everybody(200)],
  'GET /v1/whoami': [at('/v1/whoami'), 401, 401, 200, 200, 200, 200],
  'GET /v1/links': [at('/v1/links'), 401, 401, 200, 200, 200, 200],
  'POST /v1/links': [
    ({ fork, branch }) => ({ path: '/v1/links', body: { fork: { ...fork.end, branch }, upstream: fork.from } }),
    ...[401, 401, 404, 403, 201, 201],
  ],
  'GET /v1/links/:id': [ofLink(), 401, 401, 404, 200, 200, 200],
  'PATCH /v1/links/:id': [ofLink('', { name: 'mine' }), 401, 401, 404, 403, 200, 200],
  'DELETE /v1/links/:id': [ofLink(), 401, 401, 404, 403, 204, 204],
  'POST /v1/links/:id/sync': [ofLink('/sync'), 401, 401, 404, 403, 202, 202],
  'POST /v1/links/:id/webhook': [ofLink('/webhook'), 401, 401, 404, 403, 200, 200],
  'GET /v1/links/:id/plan': [ofLink('/plan'), 401, 401, 404, 403, 200, 200],
  'GET /v1/links/:id/moves': [ofLink('/moves'), 401, 401, 404, 200, 200, 200],
  'POST /v1/links/:id/undo': [ofLink('/undo'), 401, 401, 404, 403, 202, 202],
  'GET /v1/links/:id/operations': [ofLink('/operations'), 401, 401, 404, 200, 200, 200],
  'GET /v1/operations/:id': [
    ({ operation }) => ({ path: `/v1/operations/${operation}` }),
    ...[401, 401, 404, 200, 200, 200],
  ],
  'GET /v1/operations/:id/events': [
    ({ operation }) => ({ path: `/v1/operations/${operation}/events` }),
    ...[401, 401, 404, 200, 200, 200],
  ],
  'POST /v1/config/validate': [
    () => ({ path: '/v1/config/validate', body: 'enabled: true\n', headers: { 'content-type': 'text/yaml' } }),
    ...[401, 401, 200, 200, 200, 200],
  ],
  'GET /v1/openapi.json': [at('/v1/openapi.json'), ...everybody(200)],
  'GET /schema/backstroke.json': [at('/schema/backstroke.json'), ...everybody(200)],
  'GET /v1/repos/:owner/:repo': [({ fork }) => ({ path: `/v1/repos/${fork.fork}` }), ...[401, 401, 404, 200, 200, 200]],
  'POST /:hook{_[^/]+}': [({ hook }) => ({ path: hook }), ...everybody(202)],
  'ALL /:hook{_[^/]+}': [({ hook }) => ({ path: hook }), ...everybody(405)],
  'GET /:hook{_[^/]+}/operations/:id': [
    ({ hook, operation }) => ({ path: `${hook}/operations/${operation}` }),
    ...everybody(200),
  ],
  'ALL /:hook{_[^/]+}/operations/:id': [
    ({ hook, operation }) => ({ path: `${hook}/operations/${operation}` }),
    ...everybody(405),
  ],
  'GET /': [at('/'), ...everybody(200)],
  'GET /installed': [
    ({ fork }) => ({ path: `/installed?installation_id=${fork.installation}` }),
    ...[401, 401, 404, 200, 200, 200],
  ],
  'GET /assets/:name': [at(assets().style.path), ...everybody(200)],
  'GET /login': [at('/login'), ...everybody(302)],
  'GET /login/callback': [at('/login/callback?code=a&state=b'), ...everybody(400)],
  'GET /logout': [at('/logout'), 302, 302, 200, 200, 200, 200],
  'POST /logout': [({ origin }) => ({ path: '/logout', headers: { origin } }), ...everybody(303)],
  'POST /links/sync-all': [at('/links/sync-all'), 401, 401, 303, 303, 303, 303],
  'POST /links/:id/sync': [buttonOf('sync'), ...changing],
  'POST /links/:id/release': [buttonOf('release'), ...changing],
  'POST /links/:id/pause': [buttonOf('pause'), ...changing],
  'POST /links/:id/resume': [buttonOf('resume'), ...changing],
  'GET /v1/dead-letters': [at('/v1/dead-letters'), ...operators],
  'POST /v1/dead-letters/retry': [at('/v1/dead-letters/retry'), ...operators],
  'POST /v1/dead-letters/:linkId/drop': [({ link }) => ({ path: `/v1/dead-letters/${link}/drop` }), ...operators],
  'GET /operator': [at('/operator'), ...operators],
  'POST /operator/brakes': [at('/operator/brakes'), ...operators],
  'POST /operator/brakes/:id/release': [({ link }) => ({ path: `/operator/brakes/${link}/release` }), ...operators],
  'POST /operator/dead-letters/retry': [at('/operator/dead-letters/retry'), ...operators],
  'POST /operator/dead-letters/:id/retry': [
    ({ link }) => ({ path: `/operator/dead-letters/${link}/retry` }),
    ...operators,
  ],
  'POST /operator/dead-letters/:id/drop': [
    ({ link }) => ({ path: `/operator/dead-letters/${link}/drop` }),
    ...operators,
  ],
  'POST /v1/dead-letters/:linkId/retry': [({ link }) => ({ path: `/v1/dead-letters/${link}/retry` }), ...operators],
};

beforeAll(async () => {
  api = await startApi(database);
  forks = { open: await api.aFork('open'), secret: await api.aFork('secret', { private: true }) };
  api.github.grant(forks.secret.upstream, 'pusher', 'pull');
  refId = await aRef(database.db);
});
afterAll(() => api?.stop());

/** A link that nothing was done to yet, and an operation of it. */
async function target(of: 'open' | 'secret'): Promise<Target> {
  const fork = forks[of];
  const branch = `branch-${++made}`;
  await api.github.createBranch(fork.fork, branch, 'main');
  const link = await aLink(database.db, { forkId: fork.id, forkBranch: `link-${made}`, upstreamRefId: refId });
  await aMove(database.db, { repositoryId: fork.id, branch: link.forkBranch });
  const operation = randomUUID();
  const queued = { event: 'queued', linkId: link.id, trigger: 'manual', requestId: operation } as const;
  const ended = { event: 'finished', reason: 'up-to-date', sentence: 'Done.', upstreamSha: null, pull: null } as const;
  // A stream of events ends with the operation.
  for (const fact of [queued, ended])
    await api.parts.operations.append(operation, { ...fact, at: new Date().toISOString() });
  return { fork, link: link.id, operation, hook: `/_${link.webhookId}`, origin: api.url, branch };
}

describe('every route', () => {
  it('has a row', async () => {
    const parts = redisParts(api.redis);
    const web = aWeb({ databaseUrl: database.url, parts });
    try {
      const { routes } = createApp(web.context, async () => undefined);
      const middleware = ({ method, path }: { method: string; path: string }) =>
        method === 'ALL' && !path.includes(':');
      const names = routes.filter((route) => !middleware(route)).map(({ method, path }) => `${method} ${path}`);
      expect([...new Set(names)].sort()).toEqual(Object.keys(rows).sort());
    } finally {
      await web.stop();
      await parts.stop();
    }
  });

  const cases = Object.entries(rows).flatMap(([route, [ask, ...statuses]]) =>
    Object.keys(who).map((name, index) => ({ route, ask, name: name as Who, status: statuses[index] })),
  );

  it.each(cases)('$route by $name: $status', async ({ route, ask, name, status }) => {
    const { login, of, ...how } = who[name];
    const { path, body, headers } = ask(await target(of));
    const token = 'app' in how ? api.github.createUserToken(login ?? '', how) : login && api.tokenOf(login);
    const method = route.split(' ')[0]?.replace('ALL', 'PUT') ?? '';
    const answer = await call(api, path, {
      method,
      body,
      ...(headers ? { headers } : {}),
      ...(token ? { token } : {}),
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    if (answer.status < 400) return;
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
    expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\.[jt]s:\d|node_modules|ghu_|ghs_/);
  });
});
