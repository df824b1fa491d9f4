import { afterAll, beforeAll } from 'vitest';
import type { Connection, Database } from '../../src/db/connect.ts';
import type { Transaction } from '../../src/db/reader.ts';
import { freshDatabase, testConnection } from './services.ts';

/** A database for one test file; what it holds is there once the file's tests run. */
export interface TestDatabase {
  db: Database;
  connection: Connection;
  url: string;
  transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
}

/** Call it at the top of a test file. */
export function testDatabase(): TestDatabase {
  const held: { fresh?: Awaited<ReturnType<typeof freshDatabase>>; connection?: Connection } = {};
  beforeAll(async () => {
    held.fresh = await freshDatabase();
    held.connection = testConnection(held.fresh.url);
  });
  afterAll(async () => {
    await held.connection?.stop();
    await held.fresh?.drop();
  });
  const there = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The database is there only while tests run');
    return value;
  };
  return {
    get db() {
      return there(held.connection).db;
    },
    get connection() {
      return there(held.connection);
    },
    get url() {
      return there(held.fresh).url;
    },
    transaction: (work) => there(held.connection).db.transaction(work),
  };
}
