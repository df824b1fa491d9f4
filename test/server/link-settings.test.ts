/** What a file says of a link, where people see it. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import { links } from '../../src/db/schema.ts';
import { webWithFork } from '../support/api-web.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
let web: Awaited<ReturnType<typeof webWithFork>>;
beforeAll(async () => {
  web = await webWithFork(database);
});
afterAll(() => web?.stop());

const shown = async (who: string) => {
  const read = async (path: string) => (await web.ask(who, path)).text();
  const { track } = JSON.parse(await read(`/v1/links/${web.link.id}`)) as { track: string };
  return { page: await read(`/links/${web.link.id}`), fleet: await read('/'), track };
};

test('a link with nothing but defaults follows a branch, and no more is said', async () => {
  const { page, track } = await shown('octo');
  expect(track).toBe('branch');
  expect(page).not.toContain('From the configuration file');
});

test.each([
  ['release', '· latest release'],
  ['tag:v*', '· newest tag like <code>v*</code>'],
])('a link that follows %s says so, with every other setting that is not the default', async (track, words) => {
  const settings = { ...defaultSettings, track, delayMs: 3 * 86_400_000, everyMs: 86_400_000 };
  await database.db.update(links).set({ settings }).where(eq(links.id, web.link.id));
  const { page, fleet, track: said } = await shown('octo');
  expect(said).toBe(track);
  expect(page).toContain(words);
  expect(fleet).toContain(words);
  expect(page).toMatch(new RegExp(`>track: ${track.replace('*', '\\*')}\ndelay: 3d\nevery: 1d\n</pre>`));
  expect((await shown('reader')).page).toContain('delay: 3d');
});
