import { eq, inArray, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Transaction } from '../../src/db/reader.ts';
import { repositories } from '../../src/db/schema.ts';
import { atomically } from '../../src/db/write/atomically.ts';
import { saveNames } from '../../src/db/write/repositories.ts';
import { testDatabase } from '../support/database.ts';
import { aRepository } from '../support/rows.ts';

const database = testDatabase();

const rename = (tx: Transaction, id: number, name: string) =>
  tx.update(repositories).set({ name }).where(eq(repositories.id, id));
const namesOf = async (ids: number[]) =>
  (await database.db.select().from(repositories).where(inArray(repositories.id, ids))).map(({ name }) => name);

/** Opens once so many have come. */
function barrier(count: number) {
  let come = 0;
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    come += 1;
    if (come >= count) open();
    await opened;
  };
}

test('two that write the same rows in another order both come to their end', async () => {
  const [one, two] = [await aRepository(database.db), await aRepository(database.db)];
  const meet = barrier(2);
  let begun = 0;
  const write = (first: number, second: number, name: string) =>
    atomically(database.db, async (tx) => {
      begun += 1;
      await rename(tx, first, name);
      await meet();
      await rename(tx, second, name);
      return name;
    });
  expect(await Promise.all([write(one, two, 'a'), write(two, one, 'b')])).toEqual(['a', 'b']);
  expect(begun).toBe(3);
  expect(new Set(await namesOf([one, two])).size).toBe(1);
});

test('what fails for another reason is not done again, and leaves nothing', async () => {
  const id = await aRepository(database.db, { name: 'before' });
  let begun = 0;
  const work = atomically(database.db, async (tx) => {
    begun += 1;
    await rename(tx, id, 'after');
    await tx.execute(sql`select 1 / 0`);
  });
  await expect(work).rejects.toThrow();
  expect(begun).toBe(1);
  expect(await namesOf([id])).toEqual(['before']);
});

test('names of an upstream that are known already are not written again: nobody else waits for them', async () => {
  const upstream = {
    id: 77_001,
    nodeId: 'R_77',
    owner: 'up',
    ownerId: 7,
    name: 'hello',
    private: false,
    archived: false,
    defaultBranch: 'main',
  };
  const version = async () => {
    const rows = await database.db.execute<{ xmin: string }>(
      sql`select xmin from repositories where id = ${upstream.id}`,
    );
    return rows[0]?.xmin;
  };
  const save = (shown: typeof upstream) => database.db.transaction((tx) => saveNames(tx, [shown, shown], null));
  await save(upstream);
  const first = await version();
  await save(upstream);
  expect(await version()).toBe(first);
  await save({ ...upstream, name: 'renamed' });
  expect(await version()).not.toBe(first);
  expect(await namesOf([upstream.id])).toEqual(['renamed']);
});
