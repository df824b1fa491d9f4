import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { top } from '../support/sources.ts';

export interface JournalEntry {
  idx: number;
  when: number;
  tag: string;
}

export const folder = `${top}drizzle`;
const journalText = readFileSync(`${folder}/meta/_journal.json`, 'utf8');
export const journal: JournalEntry[] = JSON.parse(journalText).entries;

/** Brings a database to where it was when migration `idx` was the newest. */
export async function migrateUpTo(url: string, idx: number): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'backstroke-migrations-'));
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    cpSync(folder, dir, { recursive: true });
    const shorter = { ...JSON.parse(journalText), entries: journal.filter((entry) => entry.idx <= idx) };
    writeFileSync(join(dir, 'meta/_journal.json'), JSON.stringify(shorter));
    await migrate(drizzle(sql), { migrationsFolder: dir });
  } finally {
    await sql.end({ timeout: 5 });
    rmSync(dir, { recursive: true });
  }
}

/** Runs `work` with a connection of its own. */
export async function withClient<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Every row of every table, by table, each as PostgreSQL writes it. */
export async function rowsOf(sql: postgres.Sql): Promise<Record<string, Record<string, unknown>[]>> {
  const tables = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename`;
  const all: Record<string, Record<string, unknown>[]> = {};
  for (const { name } of tables) {
    const rows = await sql`select to_jsonb(t) as row from ${sql(name)} t order by to_jsonb(t)::text`;
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}

/** What a database is made of, in PostgreSQL's own words. */
export async function structureOf(sql: postgres.Sql): Promise<unknown> {
  const columns = await sql`
    select table_name, column_name, is_nullable, data_type, datetime_precision, column_default
    from information_schema.columns where table_schema = 'public' order by table_name, column_name`;
  const indexes = await sql`select indexdef from pg_indexes where schemaname = 'public' order by indexname`;
  const constraints = await sql`
    select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = 'public'::regnamespace order by conname`;
  return { columns: [...columns], indexes: [...indexes], constraints: [...constraints] };
}
