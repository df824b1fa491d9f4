import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Ring } from '../support/ring.ts';

/** Random, so a part of one may be any number. */
const uuids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Rows of the whole database that hold one of these words or numbers anywhere, each as text. */
export async function naming(ring: Ring, words: (string | number)[]): Promise<string[]> {
  const { db } = ring.database;
  const tables = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  expect(tables.length).toBeGreaterThan(5);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await db.execute<{ row: string }>(
      sql`select row_to_json(t)::text as row from ${sql.identifier(name)} t`,
    );
    const edge = (word: string | number) => (typeof word === 'number' ? '\\w' : '[\\w-]');
    const pattern = new RegExp(words.map((word) => `(?<!${edge(word)})${word}(?!${edge(word)})`).join('|'));
    found.push(...rows.flatMap(({ row }) => (pattern.test(row.replace(uuids, '')) ? [`${name} ${row}`] : [])));
  }
  return found;
}
