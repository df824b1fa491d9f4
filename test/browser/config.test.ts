/** Configuration files in a real browser, with GitHub played by the sandbox. */
import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { executablePath, inBrowser, looks, looksRight, person, picture, signIn } from './browser.ts';

const database = testDatabase();
const here = inBrowser(() => startApi(database));

const wrong = 'enabeld: true\nstrategy: mirror\n\nbranches:\n  - from: main\n    stratgy: merge\n';

describe.skipIf(!executablePath)('configuration', () => {
  it.each(Object.entries(looks))('shows what is wrong at its line and column: %s', async (name, look) => {
    const who = await person(here.browser, here.at.url, look);
    await signIn(who, 'pusher');
    const { page } = who;
    await page.getByRole('link', { name: 'Configuration' }).click();
    await page.getByLabel('The file').fill(wrong);
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('2 things are wrong with this file').waitFor();
    await page.getByText('Line 1, column 1: enabeld').waitFor();
    await page.getByText('Line 6, column 5: stratgy').waitFor();
    expect(await page.getByLabel('The file').inputValue()).toBe(wrong);
    await looksRight(who, `config-wrong-${name}`);
    await who.context.close();
  });

  it('loads the file of a fork, and shows what its branches would follow with another', async () => {
    const put = ({ fork }: { fork: string }) =>
      here.at.github.commit(fork, 'main', { files: { '.github/backstroke.yml': 'strategy: merge\n' } });
    const fork = await here.at.aFork('loaded', { before: put });
    const who = await person(here.browser, here.at.url);
    await signIn(who, 'pusher');
    const { page } = who;
    await page.goto('/config');
    await page.getByLabel('Fork', { exact: true }).fill(fork.fork);
    await page.getByRole('button', { name: 'Load its file' }).click();
    await page.getByText('Nothing is wrong with this file.').waitFor();
    expect(await page.getByLabel('The file').inputValue()).toBe('strategy: merge\n');
    await page.getByText(`main follows ${fork.upstream} main by merge`).waitFor();

    await page.getByLabel('The file').fill('branches:\n  - from: dev\n    strategy: fast-forward\n');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText(`dev follows ${fork.upstream} dev by fast-forward · new`).waitFor();
    await page.getByText('main would be off: it is not declared').waitFor();
    await page.getByText('hold-while-upstream-pull-open: true').waitFor();
    await looksRight(who, 'config-preview');
    expect((await fork.links()).map(({ forkBranch }) => forkBranch)).toEqual(['main']);

    await page.getByLabel('The file').fill('branches:\n  - from: stranger:main\n');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('stranger has no repository in the network of this fork').waitFor();
    await page.getByText('Line 2, column').waitFor();
    await who.context.close();
  });

  it('makes a file of ours of one of wei/pull, without a script', async () => {
    const put = ({ fork, upstream }: { fork: string; upstream: string }) => {
      const [owner] = upstream.split('/');
      const text = `version: "1"\nrules:\n  - base: main\n    upstream: ${owner}:main\n    mergeMethod: hardreset\n`;
      return here.at.github.commit(fork, 'main', { files: { '.github/pull.yml': text } });
    };
    const fork = await here.at.aFork('pulled', { before: put });
    const who = await person(here.browser, here.at.url, { javaScriptEnabled: false });
    await signIn(who, 'pusher');
    await who.page.goto(`/config?fork=${fork.fork}`);
    const made =
      'branches:\n  - from: up-pulled:main\n    to: main\n    strategy: fast-forward\npull-request:\n  merge: never\n';
    expect(await who.page.locator('pre').first().innerText()).toBe(made);
    const create = await who.page.getByRole('link', { name: 'Create it on GitHub' }).getAttribute('href');
    expect(new URL(create ?? '').searchParams.get('value')).toBe(made);
    await picture(who.page, 'config-converted');
    await who.context.close();
  });
});
