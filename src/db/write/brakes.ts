import { eq } from 'drizzle-orm';
import type { Brake } from '../brakes.ts';
import type { Queryable } from '../read.ts';
import { brakes } from '../schema.ts';

/** Stops something; null: it is stopped already. From then on no query finds its links to be run. */
export async function setBrake(
  db: Queryable,
  brake: Pick<Brake, 'kind' | 'subjectId' | 'name' | 'why' | 'setBy'>,
): Promise<Brake | null> {
  const [made] = await db.insert(brakes).values(brake).onConflictDoNothing().returning();
  return made ?? null;
}

/** Lets go of something; null: it was not stopped. */
export async function releaseBrake(db: Queryable, id: string): Promise<Brake | null> {
  const [gone] = await db.delete(brakes).where(eq(brakes.id, id)).returning();
  return gone ?? null;
}
