/** Making a link in a real browser, with GitHub played by the sandbox. */
import { describe, expect, it } from 'vitest';
import { type ApiFork, startApi } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { executablePath, inBrowser, looks, looksRight, type Person, person, signIn } from './browser.ts';

const database = testDatabase();
const here = inBrowser(() => startApi(database));

async function pusher(look: object = {}): Promise<Person> {
  const who = await person(here.browser, here.at.url, look);
  await signIn(who, 'pusher');
  return who;
}

/** Branches that links of a fork move, with what they follow. */
const followed = async ({ links }: ApiFork) =>
  (await links()).map(({ forkBranch, strategy }) => [forkBranch, strategy]);

describe.skipIf(!executablePath)('a new link', () => {
  it('is made of a fork that is picked and branches that are suggested, and wrong ones are said before', async () => {
    const fork = await here.at.aFork('make');
    const who = await pusher();
    const { page } = who;
    await page.getByRole('link', { name: 'New link' }).click();
    await looksRight(who, 'new-choose');
    await page.getByLabel('Which fork').fill(fork.fork);
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByRole('heading', { name: `New link for ${fork.fork}` }).waitFor();
    expect(await page.getByLabel('Upstream', { exact: true }).inputValue()).toBe(fork.upstream);
    const suggested = 'Array.from(document.querySelectorAll("#upstream_branch-options option"), ({ value }) => value)';
    expect(await page.evaluate(suggested)).toEqual(['dev', 'main', 'release/1']);
    await page.getByRole('link', { name: 'main', exact: true }).waitFor();

    await page.getByLabel('Branch of the fork').fill('nowhere');
    await page.getByLabel('Branch of upstream').fill('elsewhere');
    await page.getByRole('button', { name: 'Check only' }).click();
    await page.getByText(`${fork.fork} has no branch nowhere`).waitFor();
    await page.getByText(`${fork.upstream} has no branch elsewhere`).waitFor();
    await looksRight(who, 'new-errors');

    for (const label of ['Branch of the fork', 'Branch of upstream']) await page.getByLabel(label).fill('');
    await page.getByRole('button', { name: 'Check only' }).click();
    await page.getByText('keeps this branch up to date already').waitFor();
    await page.getByLabel('Branch of the fork').fill('dev');
    await page.getByLabel('merge').check();
    await page.getByRole('button', { name: 'Check only' }).click();
    await page.getByText(`dev of ${fork.fork} would follow dev of ${fork.upstream}`).waitFor();
    expect(await followed(fork)).toEqual([['main', 'pull-request']]);

    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByText('The link is made, and synced now.').waitFor();
    await page.getByRole('heading', { level: 1, name: `${fork.fork} dev` }).waitFor();
    expect(await followed(fork)).toEqual([
      ['main', 'pull-request'],
      ['dev', 'merge'],
    ]);
    await who.context.close();
  });

  it('is refused with the reason at the top, on a telephone and without a script', async () => {
    const fork = await here.at.aFork('taken');
    const who = await pusher(looks.phone);
    await who.page.goto(`/links/new?fork=${fork.fork}`);
    await who.page.getByRole('button', { name: 'Make the link' }).click();
    await who.page.getByText('keeps main of').waitFor();
    await looksRight(who, 'new-taken-phone');
    await who.context.close();

    const plain = await pusher({ javaScriptEnabled: false });
    await plain.page.goto('/links/new?fork=octo-taken/missing');
    await plain.page.getByText('There is no repository octo-taken/missing').waitFor();
    await plain.page.getByLabel('Which fork').fill(fork.fork);
    await plain.page.getByRole('button', { name: 'Continue' }).click();
    await plain.page.getByLabel('Branch of the fork').fill('dev');
    await plain.page.getByLabel('Upstream', { exact: true }).fill('octo-taken');
    await plain.page.getByRole('button', { name: 'Make the link' }).click();
    await plain.page.locator('#upstream-error').waitFor();
    expect(await followed(fork)).toEqual([['main', 'pull-request']]);
    await plain.context.close();
  });
});
