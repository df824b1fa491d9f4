import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import { afterEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import * as schema from '../../src/db/schema.ts';
import { emptyDatabase } from '../support/services.ts';
import { top } from '../support/sources.ts';
import { folder, journal, migrateUpTo, rowsOf, structureOf, withClient } from './migration-steps.ts';

const drops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const drop of drops.splice(0)) await drop();
});
const empty = async () => {
  const { url, drop } = await emptyDatabase();
  drops.push(drop);
  return url;
};

const snapshot = (idx: number) =>
  JSON.parse(readFileSync(`${folder}/meta/${String(idx).padStart(4, '0')}_snapshot.json`, 'utf8'));
const sample = (tag: string) => `${top}test/db/samples/${tag}.sql`;
const applied = (url: string) =>
  withClient(url, async (sql) => {
    const rows = await sql<{ created_at: string }[]>`select created_at from drizzle.__drizzle_migrations order by id`;
    return rows.map((row) => Number(row.created_at));
  });

describe('the journal', () => {
  it('only grows: drizzle skips what is older than the newest applied', () => {
    expect(journal.map(({ idx }) => idx)).toEqual(journal.map((_, index) => index));
    for (const [index, entry] of journal.entries()) {
      expect(entry.when, entry.tag).toBeGreaterThan(journal[index - 1]?.when ?? 0);
    }
  });

  it('names exactly the files that are there, each with a snapshot and a sample', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
    expect(journal.map(({ tag }) => `${tag}.sql`)).toEqual(files.sort());
    for (const { idx, tag } of journal) {
      expect(snapshot(idx).prevId).toBe(idx === 0 ? '00000000-0000-0000-0000-000000000000' : snapshot(idx - 1).id);
      expect(existsSync(sample(tag)), `${tag} has no sample`).toBe(true);
    }
  });
});

describe('the schema', () => {
  it('is what the migrations say: there is nothing to generate', async () => {
    const statements = await generateMigration(snapshot(journal.length - 1), generateDrizzleJson(schema));
    expect(statements).toEqual([]);
  });

  it('is what the migrations make', async () => {
    const [migrated, made] = [await empty(), await empty()];
    await migrate(migrated);
    const statements = await generateMigration(generateDrizzleJson({}), generateDrizzleJson(schema));
    const structure = await withClient(made, async (sql) => {
      for (const statement of statements) await sql.unsafe(statement);
      return structureOf(sql);
    });
    expect(await withClient(migrated, structureOf)).toEqual(structure);
  });
});

describe('migrations on data', () => {
  it('keep every row, with what it said', async () => {
    const url = await empty();
    for (const { idx, tag } of journal) {
      const before = idx === 0 ? {} : await withClient(url, rowsOf);
      await migrateUpTo(url, idx);
      const after = await withClient(url, rowsOf);
      for (const [table, rows] of Object.entries(before)) {
        expect(after[table], `${table} after ${tag}`).toEqual(rows.map((row) => expect.objectContaining(row)));
      }
      await withClient(url, (sql) => sql.unsafe(readFileSync(sample(tag), 'utf8')));
    }
    expect(await applied(url)).toEqual(journal.map(({ when }) => when));
  });

  it('leave rows in every table that the schema can read and PostgreSQL holds valid', async () => {
    const url = await empty();
    for (const { idx, tag } of journal) {
      await migrateUpTo(url, idx);
      await withClient(url, (sql) => sql.unsafe(readFileSync(sample(tag), 'utf8')));
    }
    await withClient(url, async (sql) => {
      const counts = Object.fromEntries(Object.entries(await rowsOf(sql)).map(([table, rows]) => [table, rows.length]));
      const db = drizzle(sql, { schema });
      for (const table of Object.values(schema).filter((one) => is(one, PgTable))) {
        const name = getTableName(table);
        expect(counts[name], `${name} has no sample row`).toBeGreaterThan(0);
        expect(await db.select().from(table)).toHaveLength(counts[name] ?? 0);
      }
      expect(await sql`select conname from pg_constraint where not convalidated`).toHaveLength(0);
    });
  });

  it('keep numbers of GitHub and times exact', async () => {
    const url = await empty();
    await migrate(url);
    await withClient(url, async (sql) => {
      await sql.unsafe(readFileSync(sample('0000_init'), 'utf8'));
      const db = drizzle(sql, { schema });
      const repositories = await db.select().from(schema.repositories);
      expect(repositories.map(({ id }) => id)).toContain(Number.MAX_SAFE_INTEGER);
      const installations = await db.select().from(schema.installations);
      expect(installations.find(({ id }) => id === 101)?.refreshedAt).toEqual(new Date('2026-01-01T00:00:00.123Z'));
    });
  });
});

describe('migrate', () => {
  it('is done once, however often it runs', async () => {
    const url = await empty();
    await migrate(url);
    const structure = await withClient(url, structureOf);
    await migrate(url);
    expect(await applied(url)).toEqual(journal.map(({ when }) => when));
    expect(await withClient(url, structureOf)).toEqual(structure);
  });

  it('is done once by three at a time', async () => {
    const url = await empty();
    await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(await applied(url)).toEqual(journal.map(({ when }) => when));
  });
});
