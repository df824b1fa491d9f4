import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import { links, repositories } from '../../src/db/schema.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { type Called, call } from '../e2e/call.ts';
import type { TestDatabase } from './database.ts';
import { eventually } from './eventually.ts';
import { firstLook } from './first-look.ts';
import { redisParts } from './redis-parts.ts';
import type { LinkRecord } from './rows.ts';
import { freshRedis } from './services.ts';
import { secret } from './web.ts';
import { envOf, webInProcess } from './web-process.ts';

/** A fork of its own with an upstream of its own. */
export interface ApiFork {
  /** Full names. */
  fork: string;
  upstream: string;
  /** As a body names it. */
  end: { owner: string; repo: string };
  from: { owner: string; repo: string };
  id: number;
  /** Where the App is installed, null when it is not. */
  installation: number | null;
  links: () => Promise<LinkRecord[]>;
}

export type Api = Awaited<ReturnType<typeof startApi>>;

interface ForkOptions {
  private?: boolean;
  installed?: boolean;
  /** Before the App is installed. */
  before?: (names: { fork: string; upstream: string; owner: string }) => Promise<unknown>;
}

/** Web as its process starts it, with GitHub played by the sandbox; nobody works on what it queues. */
export async function startApi(database: TestDatabase, given: { databaseUrl?: string; redisUrl?: string } = {}) {
  const fresh = await freshRedis();
  const redis = { ...fresh, url: given.redisUrl ?? fresh.url };
  const github = await startSandbox();
  const parts = redisParts(redis);
  const web = await webInProcess({
    databaseUrl: given.databaseUrl ?? database.url,
    redisUrl: redis.url,
    namespace: redis.namespace,
    env: envOf(github),
  });
  await firstLook(github);
  github.setWebhook({ url: `${web.url}/api/github/webhooks`, secret });
  for (const login of ['pusher', 'reader', 'stranger']) github.createUser(login);
  const tokens = new Map<string, string>();
  const tokenOf = (login: string) => {
    const token = tokens.get(login) ?? github.createUserToken(login);
    tokens.set(login, token);
    return token;
  };
  return {
    url: web.url,
    lines: web.lines,
    github,
    parts,
    redis,
    tokenOf,
    /** `who` is a login; null: nobody. */
    ask: (who: string | null, request: string, body?: unknown): Promise<Called> => {
      const [method = 'GET', path = ''] = request.split(' ');
      return call(web, path, { method, ...(who === null ? {} : { token: tokenOf(who) }), body });
    },
    /** `octo-<name>/hello`, which `pusher` can push to and `reader` read. */
    aFork: (name: string, options: ForkOptions = {}) => aFork(database, github, { name, ...options }),
    stop: async () => {
      await web.stop();
      await Promise.all([parts.stop(), github.stop()]);
    },
  };
}

/** The same for all tests of a file. It is there once they run. */
export function apiHere(database: TestDatabase): Api {
  const api = {} as Api;
  beforeAll(async () => {
    Object.assign(api, await startApi(database));
  });
  afterAll(() => api.stop?.());
  return api;
}

async function aFork(database: TestDatabase, github: Sandbox, given: ForkOptions & { name: string }): Promise<ApiFork> {
  const owner = `octo-${given.name}`;
  const up = `up-${given.name}`;
  const [upstream, fork] = [`${given.private ? owner : up}/upstream`, `${owner}/hello`];
  github.createOrg(up);
  github.createUser(owner);
  const files = { 'README.md': 'hello\n' };
  const source = { owner: given.private ? owner : up, name: 'upstream', private: given.private ?? false, files };
  await github.createRepository(source);
  for (const branch of ['dev', 'release/1']) await github.createBranch(upstream, branch, 'main');
  await github.fork({ source: upstream, owner, name: 'hello' });
  github.grant(fork, 'pusher', 'push');
  github.grant(fork, 'reader', 'pull');
  await given.before?.({ fork, upstream, owner });
  const covered = given.private ? 'all' : [fork];
  const installation = (given.installed ?? true) ? github.install(owner, covered) : null;
  const { id } = github.repository(fork);
  const read = and(eq(repositories.id, id), sql`${repositories.configReadAt} is not null`);
  if (installation !== null) {
    await eventually(async () => (await database.db.select().from(repositories).where(read))[0], { what: fork });
  }
  const [sourceOwner = '', repo = ''] = upstream.split('/');
  return {
    fork,
    upstream,
    end: { owner, repo: 'hello' },
    from: { owner: sourceOwner, repo },
    id,
    installation,
    links: () => database.db.select().from(links).where(eq(links.forkId, id)).orderBy(links.createdAt),
  };
}
