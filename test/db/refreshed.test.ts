import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { repositories } from '../../src/db/schema.ts';
import { saveInstallation, saveRepositories } from '../../src/db/write/refreshed.ts';
import { testDatabase } from '../support/database.ts';
import { shownInstallation, shownRepository } from '../support/shown.ts';

const database = testDatabase();

test('more repositories than one statement takes', async () => {
  const installation = shownInstallation();
  const covered = Array.from({ length: 1_203 }, () => shownRepository());
  await database.transaction(async (tx) => {
    const before = await saveInstallation(tx, installation);
    const given = { installationId: installation.id, covered, readAt: new Date(), requestId: 'refresh' };
    await saveRepositories(tx, { ...given, installation: before });
  });
  const rows = await database.db.select().from(repositories).where(eq(repositories.installationId, installation.id));
  expect(rows).toHaveLength(covered.length);
});
