import { eq } from 'drizzle-orm';
import { linksById } from '../../src/db/read.ts';
import { links, repositories } from '../../src/db/schema.ts';
import { type ShownInstallation, saveInstallation, saveRepositories } from '../../src/db/write/refreshed.ts';
import type { InstallationClient } from '../../src/github/client.ts';
import type { Covered } from '../../src/github/covered.ts';
import { applyDeclarations, readDeclarations } from '../../src/server/config/apply.ts';
import type { TestDatabase } from './database.ts';
import { publicHosts } from './elsewhere.ts';
import { shownFork, shownInstallation } from './shown.ts';

/** Forks that say nothing are not asked about. */
const silent = {} as InstallationClient;
const noDefaults = {
  state: 'default' as const,
  config: null,
  blob: null,
  problem: null,
  positionOf: () => ({ line: 1, column: 1 }),
};

/** Makes a test's database true as the refresh loop does, from what the test says that GitHub shows. */
export function refreshing(database: TestDatabase) {
  /** Returns how many links were asked for a sync by what their forks declare. */
  const refresh = async (installation: ShownInstallation, forks: Covered[], readAt = new Date()): Promise<number> => {
    const declarations = await readDeclarations(database.db, {
      client: silent,
      covered: forks,
      owner: noDefaults,
      elsewhere: publicHosts,
    });
    if ('refused' in declarations) throw new Error(declarations.detail);
    return database.transaction(async (tx) => {
      const before = await saveInstallation(tx, installation);
      const given = { installationId: installation.id, covered: forks, readAt, requestId: 'refresh' };
      await saveRepositories(tx, { ...given, installation: before });
      const cause = { trigger: 'install' as const, requestId: 'refresh' };
      return (await applyDeclarations(tx, { declarations, readAt, cause })).asked.length;
    });
  };
  const linksOf = (forkId: number) => database.db.select().from(links).where(eq(links.forkId, forkId));
  return {
    refresh,
    linksOf,
    repository: async (id: number) => (await database.db.select().from(repositories).where(eq(repositories.id, id)))[0],
    installed: async (fork = shownFork(), installation = shownInstallation()) => {
      await refresh(installation, [fork]);
      const [link] = await linksOf(fork.id);
      if (!link) throw new Error('The fork got no link');
      return { fork, installation, link, active: async () => (await linksById(database.db, [link.id])).length === 1 };
    },
  };
}
