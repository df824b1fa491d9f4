import { sql } from 'drizzle-orm';
import type { Database } from './connect.ts';

export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export interface Reader {
  /** Runs reads in one read-only transaction, as the reading role where the login may take it. */
  read: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
}

/** What keeps the dispatcher from writing, weakest first. */
export type Guarantee = 'read-only transactions' | 'reading role' | 'own login';

/**
 * Finds out what this login guarantees. `own login`: it cannot write, whatever is sent. `reading role`: each transaction
 * gives the right to write up. Else the transactions are read only because we say so.
 */
export async function guaranteeOf(db: Database): Promise<Guarantee> {
  const rows = await db.execute<{ writes: boolean; role: boolean }>(sql`
    select has_table_privilege(current_user, 'links', 'update') as writes,
      exists (select from pg_roles where rolname = 'backstroke_reader' and pg_has_role(current_user, oid, 'member')) as role`);
  const row = rows[0];
  if (row && !row.writes) return 'own login';
  return row?.role ? 'reading role' : 'read-only transactions';
}

/** A reader for the dispatcher. `role` is taken in each transaction, so that a pool or proxy in between cannot lose it. */
export function createReader(db: Database, guarantee: Guarantee): Reader {
  return {
    read: (work) =>
      db.transaction(
        async (tx) => {
          if (guarantee === 'reading role') await tx.execute(sql`set local role backstroke_reader`);
          return work(tx);
        },
        { accessMode: 'read only' },
      ),
  };
}
