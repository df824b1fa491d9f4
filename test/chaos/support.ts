import { Redis } from 'ioredis';
import { expect } from 'vitest';
import type { Running } from '../support/processes.ts';
import { eventually, type Ring } from '../support/ring.ts';

/** Forks of some upstreams, each with one link that is in sync. */
export interface Fleet {
  upstreams: string[];
  /** Fork → its upstream. */
  forks: Map<string, string>;
}

/** `owners` accounts with `each` forks apiece, dealt out to the upstreams, all of them linked and in sync. */
export async function createFleet(
  ring: Ring,
  given: { owners: number; each: number; upstreams?: number },
): Promise<Fleet> {
  const { github } = ring;
  const upstreams = Array.from({ length: given.upstreams ?? 1 }, (_, at) => `up/lib-${at}`);
  github.createOrg('up');
  for (const upstream of upstreams) {
    await github.createRepository({ owner: 'up', name: upstream.slice(3), files: { 'README.md': `${upstream}\n` } });
  }
  const forks = new Map<string, string>();
  for (let owner = 0; owner < given.owners; owner += 1) {
    const login = `octo-${owner}`;
    github.createUser(login);
    const names: string[] = [];
    for (let at = 0; at < given.each; at += 1) {
      const source = upstreams[forks.size % upstreams.length] ?? '';
      const name = `fork-${at}`;
      await github.fork({ source, owner: login, name });
      forks.set(`${login}/${name}`, source);
      names.push(`${login}/${name}`);
    }
    await github.install(login, names);
  }
  await github.install('up', upstreams);
  await eventually(async () => (await linksWhere(ring, ({ state }) => state === 'in-sync')) === forks.size, {
    what: 'every fork in sync',
    within: longEnough(forks.size),
  });
  return { upstreams, forks };
}

/** Milliseconds in which so many links come to rest. */
const longEnough = (links: number) => 60_000 + 300 * links;

let files = 0;

/** A push to each of these upstreams; resolves to their new heads. */
export async function pushTo(ring: Ring, upstreams: string[]): Promise<Map<string, string>> {
  const heads = new Map<string, string>();
  for (const upstream of upstreams) {
    files += 1;
    const change = { files: { [`file-${files}.txt`]: `${files}\n` }, message: `Change ${files}` };
    heads.set(upstream, await ring.github.commit(upstream, 'main', change));
  }
  return heads;
}

type LinkRow = Awaited<ReturnType<Ring['database']['db']['query']['links']['findMany']>>[number];

/** How many links are like this. */
export async function linksWhere(ring: Ring, like: (link: LinkRow) => boolean): Promise<number> {
  return (await ring.database.db.query.links.findMany()).filter(like).length;
}

export function pullCount(ring: Ring, fleet: Fleet): number {
  return [...fleet.forks.keys()].reduce((sum, fork) => sum + ring.github.pulls(fork).length, 0);
}

/** The end of every story: every link decided on the latest head, every fork its one pull request, nothing left to do. */
export async function expectEnd(
  ring: Ring,
  fleet: Fleet,
  heads: Map<string, string>,
  options: { except?: string } = {},
): Promise<void> {
  const forks = [...fleet.forks].filter(([fork]) => fork !== options.except);
  const { db } = ring.database;
  const wrong = async () => {
    const [links, repositories, refs] = await Promise.all([
      db.query.links.findMany(),
      db.query.repositories.findMany(),
      db.query.upstreamRefs.findMany(),
    ]);
    const idOf = new Map(repositories.map((row) => [`${row.ownerLogin}/${row.name}`, row.id]));
    return forks.filter(([fork, upstream]) => {
      const link = links.find((row) => row.forkId === idOf.get(fork));
      const ref = refs.find((row) => row.id === link?.upstreamRefId);
      const answered = link?.answeredPushes === ref?.pushes && link?.answeredRequested === link?.requested;
      return !(link?.state === 'pull-open' && link.decidedOn === heads.get(upstream) && answered);
    });
  };
  let left: unknown = null;
  const done = async () => {
    left = (await wrong()).slice(0, 3);
    return Array.isArray(left) && left.length === 0;
  };
  const within = longEnough(forks.length);
  await eventually(done, { within }).catch(async () => {
    throw new Error(`Not every link arrived: ${JSON.stringify(left)} of ${(await wrong()).length}`);
  });
  if (!options.except) await eventually(() => queuesAreEmpty(ring), { what: 'queues empty' });
  const pulls = forks.map(([fork]) => ring.github.pulls(fork).map(({ state }) => state));
  expect(pulls).toEqual(forks.map(() => ['open']));
}

const operationQueues = ['now', 'push', 'later'];

async function depth(ring: Ring, queues: string[]): Promise<number> {
  const depths = await onRedis(ring, (redis) =>
    Promise.all(queues.map((queue) => redis.zcard(`backstroke:queue:${queue}`))),
  );
  return depths.reduce((sum, one) => sum + one, 0);
}

/** Operations that are queued or under way. */
export function queued(ring: Ring): Promise<number> {
  return depth(ring, operationQueues);
}

async function queuesAreEmpty(ring: Ring): Promise<boolean> {
  return (await depth(ring, [...operationQueues, 'results'])) === 0;
}

/** Speaks with the ring's Redis over a connection of its own. */
export async function onRedis<T>(ring: Ring, action: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(ring.redis.url, { lazyConnect: true });
  redis.on('error', () => undefined);
  try {
    return await action(redis);
  } finally {
    redis.disconnect();
  }
}

/** What a Procfile runner does when a process was killed: it starts it again. */
export async function restarted(ring: Ring, running: Running): Promise<Running> {
  running.kill('SIGKILL');
  await running.exited;
  return ring.start(running.name as 'web' | 'dispatcher' | 'worker');
}

/** SIGTERM, and what came of it: within 20 s, with exit code 0. */
export async function expectCleanEnd(running: Running): Promise<void> {
  const began = Date.now();
  running.kill('SIGTERM');
  expect(
    await running.exited,
    running.lines
      .slice(-5)
      .map(({ text }) => text)
      .join('\n'),
  ).toEqual({
    code: 0,
    signal: null,
  });
  expect(Date.now() - began).toBeLessThan(20_000);
}

/** Log lines of a process that say `message`. */
export function said(running: Running, message: string): number {
  return running.lines.filter((line) => line.json?.msg === message).length;
}
