import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { links } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';
import { executablePath, inBrowser, looks, looksRight, person, readme, signIn } from './browser.ts';
import { fleetScene } from './fleet-scene.ts';

const database = testDatabase();
const here = inBrowser(() => fleetScene(database));

describe.skipIf(!executablePath)('the fleet', () => {
  it.each(Object.entries(looks))('looks right: %s', async (name, look) => {
    const octo = await person(here.browser, here.at.url, look);
    await octo.page.goto('/');
    await looksRight(octo, `welcome-${name}`);
    await octo.page.goto('/reference');
    await looksRight(octo, `reference-${name}`);
    await signIn(octo, 'octo');
    const before = await octo.bytes();
    await octo.page.goto('/');
    await looksRight(octo, `fleet-${name}`);
    expect((await octo.bytes()) - before).toBeLessThan(150 * 1024);
    await octo.page.goto(`/installed?installation_id=${here.at.installation}&setup_action=install`);
    await looksRight(octo, `installed-${name}`);
    await octo.context.close();
  });

  it('looks right in a small window, as README shows it', async () => {
    const octo = await person(here.browser, here.at.url, readme);
    await signIn(octo, 'octo');
    await octo.page.goto('/?sort=name');
    await looksRight(octo, 'readme-fleet');
    await octo.context.close();
  });

  it('names the forks that the App is not on, and where it is put on them', async () => {
    const mona = await person(here.browser, here.at.url);
    await signIn(mona, 'mona');
    const box = mona.page.getByRole('region', { name: 'Your forks without Backstroke' });
    expect(await box.getByRole('link', { name: 'mona/' }).allTextContents()).toEqual(['mona/solid', 'mona/astro']);
    const ids = ['solid', 'astro'].map((name) => here.at.github.repository(`mona/${name}`).id);
    const install = new URL((await box.getByRole('link', { name: 'Install on them' }).getAttribute('href')) ?? '');
    expect(install.pathname).toMatch(/\/apps\/backstroke\/installations\/new\/permissions$/);
    expect(install.searchParams.getAll('repository_ids[]').map(Number)).toEqual(ids);
    expect(install.searchParams.get('suggested_target_id')).toMatch(/^\d+$/);
    await looksRight(mona, 'fleet-none');
    // Who looks for something is not told of what is elsewhere.
    await mona.page.goto('/?q=solid');
    expect((await mona.page.goto('/?q=%00&owner=%00'))?.status()).toBe(200);
    await mona.page.goto('/?q=solid');
    expect(await box.count()).toBe(0);
    await mona.context.close();
  });

  it('is used without JavaScript', async () => {
    const octo = await person(here.browser, here.at.url, { ...looks.phone, javaScriptEnabled: false });
    await signIn(octo, 'octo');
    const { page } = octo;
    const press = async (name: string, says: string) => {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('status').getByText(says).waitFor();
    };
    await press('Sync octo/vue main', 'octo/vue main is synced now.');
    expect(await linkOf('vue')).toMatchObject({ requested: 1, requestedTrigger: 'manual' });
    await press('Pause octo/react main', 'octo/react main is paused');
    expect(await linkOf('react')).toMatchObject({ enabled: false });
    expect(await page.getByRole('button', { name: 'Sync octo/react main' }).count()).toBe(0);
    await press('Resume octo/react main', 'octo/react main goes on');
    expect(await linkOf('react')).toMatchObject({ enabled: true, requested: 1 });
    await press('Release octo/node main', 'octo/node main was released');
    expect(await linkOf('node')).toMatchObject({ releasedAt: expect.any(Date) });
    // Asked already: vue, react; waiting for somebody: linux, node and the long one; off: deno. Left: bun.
    await press('Sync all', 'One link is synced now.');
    expect(await linkOf('bun')).toMatchObject({ requested: 1, requestedTrigger: 'schedule' });
    expect(await linkOf('linux')).toMatchObject({ requested: 0 });
    await page.getByRole('button', { name: 'Sync all', exact: true }).click();
    await page.getByRole('alert').getByText('within the last minute').waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('linux');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.getByRole('region', { name: 'Links' }).getByRole('listitem').count()).toBe(1);
    await octo.context.close();
  });

  it('is used by keyboard alone', async () => {
    const octo = await person(here.browser, here.at.url);
    await signIn(octo, 'octo');
    await octo.page.goto('/?q=deno');
    const focused = () =>
      octo.page.evaluate<string>(
        'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
      );
    await octo.page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await octo.page.keyboard.press('Enter');
    const way: string[] = [];
    for (let at = 0; at < 30 && !way.includes('Resume octo/deno main'); at += 1) {
      await octo.page.keyboard.press('Tab');
      way.push((await focused()).trim());
      expect(await octo.page.evaluate(focusShown), way.join()).toBe(true);
    }
    expect(way.at(-1)).toBe('Resume octo/deno main');
    await octo.page.keyboard.press('Enter');
    await octo.page.getByRole('status').getByText('octo/deno main goes on').waitFor();
    expect(new URL(octo.page.url()).search).toBe('?q=deno');
    expect(await linkOf('deno')).toMatchObject({ enabled: true });
    await octo.context.close();
  });
});

/** Fields show it by a shadow, everything else by an outline. */
const focusShown =
  '(({ outlineStyle, boxShadow }) => outlineStyle !== "none" || boxShadow !== "none")(getComputedStyle(document.activeElement))';

async function linkOf(name: string) {
  const { id } = here.at.github.repository(`octo/${name}`);
  const [link] = await database.db.select().from(links).where(eq(links.forkId, id));
  return link;
}
