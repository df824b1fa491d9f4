import { eq } from 'drizzle-orm';
import type { Database } from '../../src/db/connect.ts';
import { installations, links, listings, refMoves, repositories, upstreamRefs } from '../../src/db/schema.ts';

type Changes<T extends { $inferInsert: object }> = Partial<T['$inferInsert']>;
export type LinkRecord = typeof links.$inferSelect;

/** Far above what the sandbox gives its repositories, which may be rows of the same table. */
let last = 1_000_000;
/** A number nobody else in this process has. */
export const nextId = (): number => ++last;

export async function anInstallation(db: Database, changed: Changes<typeof installations> = {}): Promise<number> {
  const id = changed.id ?? nextId();
  await db.insert(installations).values({
    id,
    accountId: nextId(),
    accountLogin: `octo-${id}`,
    accountType: 'User',
    permissions: { contents: 'write' },
    refreshRequestedAt: null,
    refreshedAt: new Date(),
    ...changed,
  });
  return id;
}

export async function aRepository(db: Database, changed: Changes<typeof repositories> = {}): Promise<number> {
  const id = changed.id ?? nextId();
  await db.insert(repositories).values({
    id,
    nodeId: `R_${id}`,
    ownerId: nextId(),
    ownerLogin: `owner-${id}`,
    name: `repo-${id}`,
    private: false,
    defaultBranch: 'main',
    ...changed,
  });
  return id;
}

export async function aRef(db: Database, changed: Changes<typeof upstreamRefs> = {}): Promise<string> {
  const repositoryId = changed.repositoryId ?? (await aRepository(db));
  const rows = await db
    .insert(upstreamRefs)
    .values({ branch: 'main', phase: 0, ...changed, repositoryId })
    .returning({ id: upstreamRefs.id });
  return rows[0]?.id ?? '';
}

/** A link with everything it needs; what is given is used, the rest is made. */
export async function aLink(
  db: Database,
  changed: Changes<typeof links> & { installationId?: number } = {},
): Promise<LinkRecord> {
  const { installationId, ...values } = changed;
  const forkId =
    values.forkId ?? (await aRepository(db, { installationId: installationId ?? (await anInstallation(db)) }));
  const upstreamRefId = values.upstreamRefId ?? (await aRef(db));
  const [link] = await db
    .insert(links)
    .values({ source: 'install', forkBranch: 'main', state: 'in-sync', ...values, forkId, upstreamRefId })
    .returning();
  if (!link) throw new Error('The link was not written');
  return link;
}

/** A fork whose globs are matched against the branches of a repository. */
export async function aListing(
  db: Database,
  changed: Changes<typeof listings> & { installationId?: number } = {},
): Promise<{ forkId: number; repositoryId: number }> {
  const { installationId, ...values } = changed;
  const forkId =
    values.forkId ?? (await aRepository(db, { installationId: installationId ?? (await anInstallation(db)) }));
  const repositoryId = values.repositoryId ?? (await aRepository(db));
  await db.insert(listings).values({ ...values, forkId, repositoryId });
  return { forkId, repositoryId };
}

/** A move of a branch that a push told of. */
export async function aMove(
  db: Database,
  changed: Changes<typeof refMoves> & { repositoryId: number },
): Promise<typeof refMoves.$inferSelect> {
  const told = { branch: 'main', beforeSha: 'a'.repeat(40), afterSha: 'b'.repeat(40), kind: 'other' as const };
  const [move] = await db
    .insert(refMoves)
    .values({ ...told, movedAt: new Date(), delivery: `push-${nextId()}`, ...changed })
    .returning();
  if (!move) throw new Error('The move was not written');
  return move;
}

export async function linkOf(db: Database, id: string): Promise<LinkRecord> {
  const [link] = await db.select().from(links).where(eq(links.id, id));
  if (!link) throw new Error(`There is no link ${id}`);
  return link;
}

/** A link asked three times, on a ref pushed to three times. */
export async function anAskedLink(db: Database, changed: Changes<typeof links> = {}): Promise<LinkRecord> {
  const upstreamRefId = await aRef(db, { pushes: 3 });
  return aLink(db, { requested: 3, upstreamRefId, state: 'new', ...changed });
}

/** Somebody who asks for something. */
export const mona = { id: 5, login: 'mona' };
