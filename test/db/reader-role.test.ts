/** What the migration of the reading role leaves behind for logins that may do more or less. */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createReader, guaranteeOf } from '../../src/db/reader.ts';
import { links } from '../../src/db/schema.ts';
import { emptyDatabase } from '../support/services.ts';
import { structureOf, withClient } from './migration-steps.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function emptyUrl(): Promise<string> {
  const { url, drop } = await emptyDatabase();
  undo.push(drop);
  return url;
}

/** A login that owns the database and may not create roles, as many managed plans give. */
async function ownerOf(admin: string): Promise<{ url: string; name: string }> {
  const name = `backstroke_owner_${randomBytes(4).toString('hex')}`;
  await withClient(admin, async (sql) => {
    await sql.unsafe(`create role ${name} login password 'secret' nocreaterole nosuperuser`);
    await sql.unsafe(`alter database ${new URL(admin).pathname.slice(1)} owner to ${name}`);
  });
  undo.push(() =>
    withClient(admin, async (sql) => {
      await sql.unsafe(`alter database ${new URL(admin).pathname.slice(1)} owner to current_user`);
      await sql.unsafe(`drop owned by ${name} cascade`);
      await sql.unsafe(`drop role ${name}`);
    }),
  );
  const url = new URL(admin);
  url.username = name;
  url.password = 'secret';
  return { url: url.href, name };
}

/** What the dispatcher gets from a login, and whether it can read with it. */
async function dispatcherWith(url: string) {
  const connection = connect(url, { max: 1, name: 'test' });
  try {
    const guarantee = await guaranteeOf(connection.db);
    const reader = createReader(connection.db, guarantee);
    return { guarantee, read: await reader.read((tx) => tx.select().from(links)) };
  } finally {
    await connection.stop();
  }
}

describe('a login that may create roles', () => {
  it('gets the reading role, which reads every table and writes none', async () => {
    const url = await emptyUrl();
    const notices: string[] = [];
    await migrate(url, { notice: (message) => notices.push(message) });
    expect(notices).toEqual([]);
    await withClient(url, async (sql) => {
      const tables = await sql<{ name: string; reads: boolean; writes: boolean }[]>`
        select tablename as name, has_table_privilege('backstroke_reader', format('public.%I', tablename), 'select') as reads,
          has_table_privilege('backstroke_reader', format('public.%I', tablename), 'insert, update, delete, truncate') as writes
        from pg_tables where schemaname = 'public'`;
      expect(tables.length).toBeGreaterThan(4);
      for (const table of tables) expect(table).toMatchObject({ reads: true, writes: false });
    });
    expect(await dispatcherWith(url)).toEqual({ guarantee: 'reading role', read: [] });
  });

  it('lets the reading role read tables of later migrations too', async () => {
    const url = await emptyUrl();
    await migrate(url);
    await withClient(url, async (sql) => {
      await sql`create table later (id int)`;
      const [right] = await sql`select has_table_privilege('backstroke_reader', 'later', 'select') as reads`;
      expect(right).toEqual({ reads: true });
    });
  });
});

describe('a login that may not create roles', () => {
  it('migrates all the same, and hears which guarantee is missing', async () => {
    const [admin, complete] = [await emptyUrl(), await emptyUrl()];
    const { url } = await ownerOf(admin);
    const notices: string[] = [];
    await migrate(url, { notice: (message) => notices.push(message) });
    await migrate(complete);
    expect(notices).toEqual([expect.stringMatching(/^backstroke_reader was not (created|granted)/)]);
    expect(await withClient(admin, structureOf)).toEqual(await withClient(complete, structureOf));
    expect(await dispatcherWith(url)).toEqual({ guarantee: 'read-only transactions', read: [] });
  });

  it('can be given the reading role by somebody who may', async () => {
    await migrate(await emptyUrl());
    const admin = await emptyUrl();
    const { url, name } = await ownerOf(admin);
    await withClient(admin, (sql) => sql.unsafe(`grant backstroke_reader to ${name}`));
    await migrate(url);
    expect(await dispatcherWith(url)).toEqual({ guarantee: 'reading role', read: [] });
  });
});
