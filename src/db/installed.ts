import { eq } from 'drizzle-orm';
import type { Queryable } from './read.ts';
import { installations } from './schema.ts';

/** What is shown of an installation; `looking`: the tables do not say yet what GitHub shows. null: nothing is known of it. */
export async function installationView(
  db: Queryable,
  id: number,
): Promise<{ account: string | null; type: string | null; suspended: boolean; looking: boolean } | null> {
  const [row] = await db.select().from(installations).where(eq(installations.id, id));
  if (!row) return null;
  const looking = row.refreshedAt === null || row.refreshRequestedAt !== null;
  return { account: row.accountLogin, type: row.accountType, suspended: row.suspendedAt !== null, looking };
}
