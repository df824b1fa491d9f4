import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

const folder = fileURLToPath(new URL('../../drizzle', import.meta.url));
/** Any number, the same in every process: three migrators at once fail without it (SQLSTATE 23505, 42P07). */
const lock = 720_161_120;

/** Applies every migration that is missing, alone, however many processes do it at once. Throws what PostgreSQL says. */
export async function migrate(
  databaseUrl: string,
  options: { notice?: (message: string) => void } = {},
): Promise<void> {
  const client = postgres(databaseUrl, {
    max: 1,
    fetch_types: false,
    onnotice: (notice) => {
      if (notice.message?.startsWith('backstroke_reader')) options.notice?.(notice.message);
    },
  });
  try {
    await client`select pg_advisory_lock(${lock})`;
    await applyMigrations(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end({ timeout: 5 });
  }
}
