import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema.ts';

export type Database = PostgresJsDatabase<typeof schema>;

export interface Connection {
  db: Database;
  /** Resolves when PostgreSQL answered; throws otherwise. */
  ping(): Promise<void>;
  stop(): Promise<void>;
}

/** Seconds: a webhook has to be answered within 8, so a database that is away must show before that. */
const connectTimeout = 4;
/** Milliseconds a query of web may take, unless told otherwise: a delivery has to be answered before GitHub gives up. */
const statementTimeout = 6_000;

/** Opens a pool. Nothing is sent before the first query. */
export function connect(
  databaseUrl: string,
  options: { max?: number; name: string; statementTimeout?: number },
): Connection {
  const client = postgres(databaseUrl, {
    max: options.max ?? 10,
    connect_timeout: connectTimeout,
    idle_timeout: 60,
    // Nobody catches that query of the driver's own where its connection is lost, which ends the process; nothing here is an array.
    fetch_types: false,
    // A server that comes back is tried again soon, not after the default back-off of up to 15 s.
    backoff: (attempt: number) => Math.min(attempt * 0.1, 1),
    connection: {
      application_name: `backstroke-${options.name}`,
      statement_timeout: options.statementTimeout ?? statementTimeout,
    },
    onnotice: () => undefined,
  });
  return {
    db: drizzle(client, { schema }),
    ping: async () => {
      await client`select 1`;
    },
    stop: () => client.end({ timeout: 5 }),
  };
}
