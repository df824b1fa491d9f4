/** The page of a link in a real browser, while real processes work on it. */
import { describe, expect, it } from 'vitest';
import { type Scene, scene } from '../e2e/scene.ts';
import { startRing } from '../support/ring.ts';
import {
  executablePath,
  inBrowser,
  looks,
  looksRight,
  type Person,
  person,
  picture,
  readme,
  signIn,
} from './browser.ts';

const here = inBrowser(() => startRing());

/** The page of the link, as its owner sees it. */
async function opened(of: Scene, look: object = {}): Promise<Person> {
  const octo = await person(here.browser, here.at.url, look);
  await signIn(octo, of.owner);
  await octo.page.goto('/');
  await octo.page.getByRole('link', { name: of.fork, exact: true }).click();
  await octo.page.getByRole('heading', { level: 1, name: of.fork }).waitFor();
  return octo;
}

describe.skipIf(!executablePath)('the page of a link', () => {
  it('follows a push, a hold and its release, without being loaded again', async () => {
    const hello = await scene(here.at, 'live');
    const octo = await opened(hello, readme);
    const { page } = octo;
    const status = page.locator('#status');
    await page.evaluate('window.loadedOnce = true');
    await page.getByText('has nothing that the fork lacks').waitFor();

    await hello.push('one.txt');
    await status.getByText('Pull request open').waitFor();
    await page.locator('#operations').getByText('upstream was pushed to').first().waitFor();
    await page.getByText('has 1 commit that the fork lacks').waitFor();
    await looksRight(octo, 'link-pull-open');

    const [pull] = hello.pulls();
    await here.at.github.closePull(hello.fork, pull?.number ?? 0, hello.owner);
    await status.getByText('On hold').waitFor();
    await looksRight(octo, 'link-held');
    expect(await page.evaluate('window.loadedOnce')).toBe(true);

    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByText('was released and is synced now').waitFor();
    await status.getByText('Pull request open').waitFor();
    expect(hello.pulls().filter(({ state }) => state === 'open')).toHaveLength(1);
    await page.locator('#acts').getByText('released this link').waitFor();
    await page.reload();
    await page.getByText('has 1 commit that the fork lacks').waitFor();
    await looksRight(octo, 'readme-link');
    await octo.context.close();
  });

  it('is changed, undone and deleted without a script', async () => {
    const plain = await scene(here.at, 'plain');
    const octo = await opened(plain, { javaScriptEnabled: false });
    const { page } = octo;
    await page.getByLabel('Name').fill('The one we ship');
    await page.getByLabel('fast-forward').check();
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('The settings are saved.').waitFor();
    const before = here.at.github.head(plain.fork, 'main');
    await plain.push('one.txt');
    await plain.until({ reason: 'fast-forwarded' });

    await page.getByRole('link', { name: 'What would happen now?' }).click();
    await page.getByText('The one we ship').waitFor();
    await page.getByText('has nothing that the fork lacks').waitFor();
    await picture(page, 'link-plain');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`The last move of ${plain.fork} main is put back`).waitFor();
    await plain.until({ reason: 'undone' });
    expect(here.at.github.head(plain.fork, 'main')).toBe(before);
    await page.reload();
    await page.locator('#moves').getByText('put back').waitFor();

    const first = await secretAddress(octo);
    await page.getByRole('button', { name: 'Renew the address' }).click();
    await page.getByText('has a new secret address').waitFor();
    expect(await secretAddress(octo)).not.toBe(first);

    await page.getByLabel('Yes, delete this link').check();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('is followed no more').waitFor();
    expect(await plain.link()).toMatchObject({ off: 'removed' });
    await octo.context.close();
  });

  it('shows a conflict, on a telephone and in the dark', async () => {
    const torn = await scene(here.at, 'torn');
    await here.at.github.commit(torn.fork, 'main', { files: { 'README.md': 'ours\n' } });
    await here.at.github.commit(torn.upstream, 'main', { files: { 'README.md': 'theirs\n' } });
    await torn.until({ state: 'conflict' });
    for (const look of ['phone', 'dark'] as const) {
      const octo = await opened(torn, looks[look]);
      const { page } = octo;
      await page.locator('#status').getByText('Conflict', { exact: true }).waitFor();
      await page.getByText('has 1 commit that the fork lacks').waitFor();
      await page.getByText('has 1 commit of its own').waitFor();
      await page.getByText('Show the secret address').click();
      await looksRight(octo, `link-conflict-${look}`);
      await octo.context.close();
    }
  });

  it('shows who can only read no button and no secret, and names the file that declares a link', async () => {
    const file = 'branches:\n  - from: main\n    to: main\n    strategy: merge\npull-request:\n  labels: [upstream]\n';
    const before = ({ fork }: { fork: string }) =>
      here.at.github.commit(fork, 'main', { files: { '.github/backstroke.yml': file } });
    const told = await scene(here.at, 'told', { before });
    const owner = await opened(told);
    await owner.page.getByText('declares this link: change it there.').waitFor();
    await owner.page.getByText('pull-request: labels: - upstream').waitFor();
    expect(await owner.page.getByLabel('pull-request').isDisabled()).toBe(true);
    expect(await owner.page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
    await looksRight(owner, 'link-declared');
    // It is shown as the file says it now, without being loaded again.
    const rarer = `${file}every: 2d\n`;
    await here.at.github.commit(told.fork, 'main', { files: { '.github/backstroke.yml': rarer } });
    await owner.page.locator('#said').getByText('every: 2d').waitFor();

    here.at.github.createUser('looker');
    here.at.github.grant(told.fork, 'looker', 'pull');
    const looker = await person(here.browser, here.at.url);
    await signIn(looker, 'looker');
    await looker.page.goto(new URL(owner.page.url()).pathname);
    await looker.page.getByText('merge upstream into the branch').waitFor();
    expect(await looker.page.locator('main button').count()).toBe(0);
    expect(await looker.page.content()).not.toContain('/_');
    await looksRight(looker, 'link-reader');
    await Promise.all([owner.context.close(), looker.context.close()]);
  });
});

/** It is there without a script, folded away. */
async function secretAddress({ page }: Person): Promise<string> {
  await page.getByText('Show the secret address').click();
  return page.getByLabel('Address', { exact: true }).inputValue();
}
