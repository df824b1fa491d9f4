/** Who may do what: every route of web, asked by everybody. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/server/http.ts';
import { type Api, type ApiFork, startApi } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { redisParts } from '../support/redis-parts.ts';
import { aLink, aMove, aRef } from '../support/rows.ts';
import { aWeb } from '../support/web.ts';
import { rows, type Target } from './access-rows.ts';
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
