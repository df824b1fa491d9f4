/** The page that GitHub sends people to who installed the App. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installations, links } from '../../src/db/schema.ts';
import { type Api, type ApiFork, startApi } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { signInAs, visitor } from '../support/visitor.ts';

const database = testDatabase();
let api: Api;
let fork: ApiFork;
beforeAll(async () => {
  api = await startApi(database);
  fork = await api.aFork('linked');
});
afterAll(() => api?.stop());

/** The page as `login` sees it who signs in on the way to it. */
async function page(login: string, query: string) {
  const who = visitor(api.url);
  const signedIn = await signInAs(who, login, `/installed?${query}`);
  expect(signedIn.headers.get('location')).toBe(`/installed?${query}`);
  const answer = await who.get(`/installed?${query}`);
  return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() };
}
const installed = () => `installation_id=${fork.installation}&setup_action=install`;

describe('the page of an installation', () => {
  test('shows whoever installed it what follows what, after they signed in', async () => {
    const { status, text } = await page('octo-linked', installed());
    expect(status).toBe(200);
    expect(text).toContain('Installed for octo-linked');
    expect(text).toContain('Backstroke keeps 1 branch up to date. Nothing needs you.');
    expect(text).toMatch(/octo-linked\/hello<\/a>/);
    expect(text).toContain(`/settings/installations/${fork.installation}`);
  });

  test('says what needs a person', async () => {
    await database.db.update(links).set({ state: 'conflict', reason: 'conflict' }).where(eq(links.forkId, fork.id));
    const { text } = await page('pusher', installed());
    expect(text).toContain('1 of them needs you');
  });

  test('says that nobody has looked yet', async () => {
    const asked = (refreshRequestedAt: Date | null) =>
      database.db
        .update(installations)
        .set({ refreshRequestedAt, refreshNotBefore: new Date(Date.now() + 3600_000) })
        .where(eq(installations.id, fork.installation ?? 0));
    await asked(new Date());
    try {
      const { text } = await page('octo-linked', installed());
      expect(text).toContain('Backstroke looks at the repositories just now.');
      expect(text).not.toContain('Nothing needs you');
    } finally {
      await asked(null);
    }
  });

  test('shows nothing of an installation that somebody else wrote into the address', async () => {
    const { status, text } = await page('stranger', installed());
    expect(status).toBe(404);
    expect(text).not.toContain('octo-linked');
    expect((await page('stranger', 'installation_id=999999')).status).toBe(404);
  });

  test('shows who can only read what they can push to: nothing', async () => {
    const { status, text } = await page('reader', installed());
    expect(status).toBe(200);
    expect(text).not.toContain('octo-linked/hello');
    expect(text).toContain('no repository that you can push to');
  });

  test('says that an owner was asked', async () => {
    expect((await page('reader', 'setup_action=request')).text).toContain('An owner has been asked');
  });

  test.each(['installation_id=-1', 'installation_id=a&setup_action=evil'])('%s: to the forks', async (query) => {
    expect(await page('reader', query)).toMatchObject({ status: 302, to: '/' });
  });
});
