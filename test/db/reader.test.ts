import { randomBytes } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import { type Connection, connect } from '../../src/db/connect.ts';
import { createReader, type Guarantee, guaranteeOf } from '../../src/db/reader.ts';
import { testDatabase } from '../support/database.ts';
import { aLink } from '../support/rows.ts';

const database = testDatabase();
const opened: Connection[] = [];
const roles: string[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((connection) => connection.stop()));
  for (const role of roles.splice(0)) {
    await database.db.execute(sql.raw(`drop owned by ${role}`));
    await database.db.execute(sql.raw(`drop role ${role}`));
  }
});

/** The dispatcher's pool as this login, which has these rights alone. */
async function login(rights: string[]): Promise<Connection> {
  const role = `login_${randomBytes(6).toString('hex')}`;
  await database.db.execute(sql.raw(`create role ${role} login password 'secret'`));
  roles.push(role);
  for (const right of rights) await database.db.execute(sql.raw(right.replace('$role', role)));
  const url = new URL(database.url);
  url.username = role;
  url.password = 'secret';
  return pool(url.href);
}

function pool(url = database.url): Connection {
  const connection = connect(url, { name: 'dispatcher', max: 2 });
  opened.push(connection);
  return connection;
}

const writes: [string, SQL][] = [
  ['insert', sql`insert into deliveries (guid, event) values ('x', 'push')`],
  ['update', sql`update links set requested = requested + 1`],
  ['delete', sql`delete from links`],
  ['truncate', sql`truncate links`],
  ['lock rows', sql`select id from links for update`],
  ['make a table', sql`create table mine (id int)`],
  ['drop a table', sql`drop table links`],
  ['write while reading', sql`with gone as (delete from links returning id) select * from gone`],
];
/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const refused = /^(25006|42501|25001)$/;

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: Error) => reason,
  );
  return String((error?.cause as { code?: string } | undefined)?.code ?? error);
}

describe.each<[Guarantee, () => Promise<Connection>]>([
  ['reading role', async () => pool()],
  [
    'own login',
    () => login(['grant usage on schema public to $role', 'grant select on all tables in schema public to $role']),
  ],
  [
    'read-only transactions',
    () => login(['grant usage on schema public to $role', 'grant all on all tables in schema public to $role']),
  ],
])('with the guarantee "%s"', (guarantee, open) => {
  test.each(writes)('the dispatcher cannot %s', async (_, statement) => {
    await aLink(database.db);
    const { db } = await open();
    expect(await guaranteeOf(db)).toBe(guarantee);
    const reader = createReader(db, guarantee);
    expect(await codeOf(reader.read((tx) => tx.execute(statement)))).toMatch(refused);
    expect((await database.db.query.links.findMany()).length).toBeGreaterThan(0);
  });

  test('it reads', async () => {
    const link = await aLink(database.db);
    const { db } = await open();
    const reader = createReader(db, guarantee);
    const found = await reader.read((tx) => tx.query.links.findMany({ columns: { id: true } }));
    expect(found).toContainEqual({ id: link.id });
  });

  test('it cannot take the right to write back once it has read', async () => {
    const { db } = await open();
    const reader = createReader(db, guarantee);
    const turning = reader.read(async (tx) => {
      await tx.execute(sql`select 1 from links`);
      await tx.execute(sql`set transaction read write`);
      await tx.execute(sql`update links set requested = requested + 1`);
    });
    expect(await codeOf(turning)).toMatch(refused);
  });
});

describe('the reading role', () => {
  const state = async (tx: { execute: (statement: SQL) => PromiseLike<unknown> }) => {
    const rows = (await tx.execute(sql`select pg_backend_pid() as pid, current_user::text as role,
      current_setting('transaction_read_only') as read_only`)) as { pid: number; role: string; read_only: string }[];
    return rows[0];
  };

  test('holds on both connections of the pool at the same moment, and on none afterwards', async () => {
    const { db } = pool();
    const reader = createReader(db, 'reading role');
    const seen: Awaited<ReturnType<typeof state>>[] = [];
    const deleting = () =>
      reader.read(async (tx) => {
        seen.push(await state(tx));
        while (seen.length < 2) await tx.execute(sql`select 1`);
        await tx.execute(sql`delete from links`);
      });
    const codes = await Promise.all([codeOf(deleting()), codeOf(deleting())]);
    expect(codes).toEqual([expect.stringMatching(refused), expect.stringMatching(refused)]);
    expect(new Set(seen.map((one) => one?.pid)).size).toBe(2);
    expect(seen).toMatchObject(Array(2).fill({ role: 'backstroke_reader', read_only: 'on' }));
    expect(await state(db)).toMatchObject({ role: expect.not.stringMatching('backstroke_reader'), read_only: 'off' });
  });

  test('is lost by none after an error in between', async () => {
    const { db } = pool();
    const reader = createReader(db, 'reading role');
    await expect(reader.read((tx) => tx.execute(sql`select 1 / 0`))).rejects.toThrow();
    expect(await codeOf(reader.read((tx) => tx.execute(sql`delete from links`)))).toMatch(refused);
  });

  test('does not touch web: its own connection writes while the dispatcher reads', async () => {
    const reader = createReader(pool().db, 'reading role');
    const link = await aLink(database.db);
    await reader.read(async (tx) => {
      await tx.execute(sql`select 1 from links`);
      await database.db.execute(sql`update links set requested = requested + 1 where id = ${link.id}`);
    });
    expect((await database.db.query.links.findMany()).find(({ id }) => id === link.id)?.requested).toBe(1);
  });
});
