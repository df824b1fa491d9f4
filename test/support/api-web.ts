import { eq } from 'drizzle-orm';
import { installations } from '../../src/db/schema.ts';
import { startSandbox } from '../../src/sandbox/start.ts';
import type { TestDatabase } from './database.ts';
import { eventually } from './eventually.ts';
import { redisParts } from './redis-parts.ts';
import { aLink, anInstallation, aRef, aRepository } from './rows.ts';
import { freshRedis } from './services.ts';
import { envOf, webInProcess } from './web-process.ts';

/** Web in this process, which has made its tables true, and a GitHub with the App on a fork of an account that people have rights in. */
export async function webWithFork(database: TestDatabase, given: { redisUrl?: string } = {}) {
  const fresh = await freshRedis();
  const redis = { ...fresh, url: given.redisUrl ?? fresh.url };
  const [github, parts] = [await startSandbox(), redisParts(redis)];
  github.createOrg('up');
  for (const login of ['octo', 'reader', 'stranger']) github.createUser(login);
  await github.createRepository({ owner: 'up', name: 'hello', files: { 'README.md': 'hello\n' } });
  await github.fork({ source: 'up/hello', owner: 'octo' });
  github.grant('octo/hello', 'reader', 'pull');
  const installation = github.install('octo', ['octo/hello']);
  const { id: forkId } = github.repository('octo/hello');
  const { id: upstreamId } = github.repository('up/hello');
  await anInstallation(database.db, { id: installation, accountLogin: 'octo', appId: github.appId });
  await aRepository(database.db, { id: forkId, ownerLogin: 'octo', name: 'hello', installationId: installation });
  await aRepository(database.db, { id: upstreamId, ownerLogin: 'up', name: 'hello' });
  const upstreamRefId = await aRef(database.db, { repositoryId: upstreamId });
  const link = await aLink(database.db, { forkId, upstreamRefId });
  const web = await webInProcess({
    databaseUrl: database.url,
    redisUrl: redis.url,
    namespace: redis.namespace,
    env: envOf(github),
  });
  // Its permissions are not the row's, so web refreshes it, and would undo what a test changes meanwhile.
  await eventually(async () => {
    const [row] = await database.db.select().from(installations).where(eq(installations.id, installation));
    return row?.permissions.metadata === 'read' && row.refreshRequestedAt === null;
  });
  const tokens = new Map(['octo', 'reader', 'stranger'].map((login) => [login, github.createUserToken(login)]));
  const authorization = (who: string): Record<string, string> => {
    const token = tokens.get(who);
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  };
  return {
    ...web,
    github,
    parts,
    link,
    installation,
    /** `who` without a token is nobody. */
    ask: (
      who: string,
      path: string,
      init: {
        method?: string;
        body?: string | Uint8Array<ArrayBuffer>;
        headers?: Record<string, string>;
        signal?: AbortSignal;
      } = {},
    ) => fetch(new URL(path, web.url), { ...init, headers: { ...authorization(who), ...init.headers } }),
    stop: async () => {
      await web.stop();
      await Promise.all([parts.stop(), github.stop()]);
    },
  };
}
