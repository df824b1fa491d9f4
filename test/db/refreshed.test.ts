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
    await saveInstallation(tx, installation);
    await saveRepositories(tx, { installationId: installation.id, covered, changed: false, requestId: 'refresh' });
  });
  const rows = await database.db.select().from(repositories).where(eq(repositories.installationId, installation.id));
  expect(rows).toHaveLength(covered.length);
});
