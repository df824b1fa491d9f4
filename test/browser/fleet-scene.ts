/** A person with forks in every state. */

import type { reasons } from '../../src/core/reason.ts';
import { sentenceFor } from '../../src/core/text/sentence.ts';
import type { links } from '../../src/db/schema.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import type { TestDatabase } from '../support/database.ts';
import { aLink, anInstallation, aRef, aRepository } from '../support/rows.ts';
import { freshRedis } from '../support/services.ts';
import { secret } from '../support/web.ts';
import { envOf, webInProcess } from '../support/web-process.ts';

type LinkValues = Partial<typeof links.$inferInsert>;
type Reason = (typeof reasons)[number];

const hour = 60 * 60 * 1000;

const shown: [string, Reason, LinkValues][] = [
  ['linux', 'conflict', { state: 'conflict', pullNumber: 7 }],
  ['react', 'pull-opened', { state: 'pull-open', pullNumber: 12 }],
  ['the-repository-with-quite-a-long-name-that-goes-on', 'branch-protected', { state: 'failing' }],
  ['vue', 'fast-forwarded', { state: 'in-sync', strategy: 'fast-forward' }],
  ['node', 'held-pull-closed', { state: 'held', pullNumber: 3 }],
  ['deno', 'up-to-date', { state: 'in-sync', enabled: false }],
  ['bun', 'rate-limited', { state: 'behind', retryAt: new Date(Date.now() + hour) }],
];

export type FleetScene = Awaited<ReturnType<typeof fleetScene>>;

/** Web, GitHub, and `octo` with a link for each state; `mona` has two forks, and the App on none. */
export async function fleetScene(database: TestDatabase) {
  const [github, redis] = [await startSandbox(), await freshRedis()];
  github.createOrg('up');
  for (const login of ['octo', 'mona']) github.createUser(login);
  // As the tables say it, so that web finds nothing to look at when it starts.
  const permissions = { metadata: 'read', contents: 'write' };
  const installation = github.install('octo', 'all', permissions);
  await anInstallation(database.db, { id: installation, accountLogin: 'octo', appId: github.appId, permissions });
  for (const [name, reason, values] of shown)
    await aForkWithLink(database, github, { name, reason, values, installation });
  for (const name of ['astro', 'solid']) {
    await github.createRepository({ owner: 'up', name, files: { 'README.md': 'hello\n' } });
    await github.fork({ source: `up/${name}`, owner: 'mona', name });
  }
  const { forkId, parentId } = await aFork(database, github, 'svelte', installation);
  const upstreamRefId = await aRef(database.db, { repositoryId: parentId });
  await aLink(database.db, { forkId, upstreamRefId, off: 'removed' });
  const web = await webInProcess({
    databaseUrl: database.url,
    redisUrl: redis.url,
    namespace: redis.namespace,
    env: envOf(github),
  });
  github.setWebhook({ url: `${web.url}/api/github/webhooks`, secret });
  return {
    ...web,
    github,
    redis,
    installation,
    stop: async () => {
      await web.stop();
      await github.stop();
    },
  };
}

async function aFork(database: TestDatabase, github: Sandbox, name: string, installationId: number) {
  await github.createRepository({ owner: 'up', name, files: { 'README.md': 'hello\n' } });
  await github.fork({ source: `up/${name}`, owner: 'octo', name });
  const { id } = github.repository(`octo/${name}`);
  const parentId = github.repository(`up/${name}`).id;
  await aRepository(database.db, { id: parentId, ownerLogin: 'up', name });
  await aRepository(database.db, { id, ownerLogin: 'octo', name, installationId, parentId });
  return { forkId: id, parentId };
}

async function aForkWithLink(
  database: TestDatabase,
  github: Sandbox,
  { name, reason, values, installation }: { name: string; reason: Reason; values: LinkValues; installation: number },
) {
  const { forkId, parentId } = await aFork(database, github, name, installation);
  const upstreamRefId = await aRef(database.db, { repositoryId: parentId });
  const number = values.pullNumber ?? null;
  const url = `${github.url}/octo/${name}/pull/${number}`;
  const sentence = sentenceFor(reason, {
    fork: { owner: 'octo', name, branch: 'main' },
    upstream: { owner: 'up', name, branch: 'main' },
    webUrl: github.url,
    installationId: installation,
    accountType: 'User',
    pull: number === null ? null : { number, url },
    missing: 3,
    retryAt: values.retryAt?.toISOString() ?? null,
    detail: null,
  });
  const when = { lastSyncedAt: new Date(Date.now() - 3 * hour), lastSyncedSha: 'a'.repeat(40) };
  await aLink(database.db, {
    forkId,
    upstreamRefId,
    reason,
    sentence,
    ...when,
    ...values,
    ...(number ? { pullUrl: url } : {}),
  });
}
