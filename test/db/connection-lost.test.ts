import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../src/db/connect.ts';
import { eventually } from '../support/eventually.ts';
import { freshDatabase, type TcpProxy, tcpProxy } from '../support/services.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let proxy: TcpProxy;

beforeAll(async () => {
  database = await freshDatabase();
  proxy = await tcpProxy(database.url);
});
afterAll(async () => {
  await proxy.stop();
  await database.drop();
});

it.each(['while a query runs', 'between two queries'])(
  'survives a connection lost in a transaction %s',
  async (when) => {
    const connection = connect(proxy.url, { name: 'test', max: 1 });
    const lost = connection.db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      const cut = proxy.cut();
      if (when === 'between two queries') await cut;
      await tx.execute(sql`select 2`).finally(() => cut);
    });
    // The driver sends a rollback after this: without the patch it ends the process, with nobody to catch it.
    await expect(lost).rejects.toThrow();
    await proxy.restore();
    await eventually(async () => (await connection.db.execute(sql`select 3 as three`))[0]?.three === 3);
    await connection.stop();
  },
);

it('sends no query of the driver that nobody would catch when its connection is lost', async () => {
  const sent: string[] = [];
  const watched = await tcpProxy(database.url, (chunk) => sent.push(chunk.toString('latin1')));
  const connection = connect(watched.url, { name: 'test', max: 1 });
  await connection.db.execute(sql`select 4 as four`);
  await connection.stop();
  await watched.stop();
  expect(sent.join('')).toContain('select 4 as four');
  expect(sent.join('')).not.toContain('pg_catalog');
});
