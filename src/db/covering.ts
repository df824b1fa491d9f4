/** What the tables know of installations, and what GitHub told of them. */
import { eq, inArray } from 'drizzle-orm';
import { fork, type Queryable } from './read.ts';
import { deliveries, installations } from './schema.ts';

/** The installation that covers a repository, as last refreshed; null when the App is not on it. */
export async function coveringInstallation(db: Queryable, repositoryId: number): Promise<number | null> {
  const [row] = await db.select({ id: fork.installationId }).from(fork).where(eq(fork.id, repositoryId));
  return row?.id ?? null;
}

/** The App an installation is known to be of; null when that was never read. */
export async function appOfInstallation(db: Queryable, installationId: number): Promise<number | null> {
  const [row] = await db
    .select({ appId: installations.appId })
    .from(installations)
    .where(eq(installations.id, installationId));
  return row?.appId ?? null;
}

/** What the tables know of each installation, for the comparison with GitHub's list. */
export async function knownInstallations(
  db: Queryable,
): Promise<Map<number, { login: string | null; suspended: boolean; permissions: Record<string, string> }>> {
  const { id, accountLogin: login, suspendedAt, permissions } = installations;
  const rows = await db.select({ id, login, suspendedAt, permissions }).from(installations);
  return new Map(rows.map(({ id, suspendedAt, ...row }) => [id, { ...row, suspended: suspendedAt !== null }]));
}

/** Which of these deliveries had their effect already. */
export async function recordedDeliveries(db: Queryable, guids: string[]): Promise<Set<string>> {
  if (guids.length === 0) return new Set();
  const rows = await db.select({ guid: deliveries.guid }).from(deliveries).where(inArray(deliveries.guid, guids));
  return new Set(rows.map((row) => row.guid));
}
