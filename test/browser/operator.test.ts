import { beforeAll, describe, expect, it } from 'vitest';
import { brakes } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';
import { webWithOperators } from '../support/operators.ts';
import { aLink, aRef, aRepository } from '../support/rows.ts';
import { executablePath, inBrowser, looks, looksRight, person, signIn } from './browser.ts';

const database = testDatabase();
const here = inBrowser(() => webWithOperators(database, { ADMINS: 'operator' }));
beforeAll(async () => {
  if (!executablePath) return;
  const repositoryId = await aRepository(database.db, { ownerLogin: 'up', name: 'hello' });
  const upstreamRefId = await aRef(database.db, { repositoryId });
  for (const reason of ['conflict', 'conflict', 'branch-protected', 'rate-limited'] as const)
    await aLink(database.db, { upstreamRefId, reason });
  await here.at.aDeadLetter();
  await here.at.aDeadLetter({
    sentence: 'The operation ended its worker five times: see https://github.com/octo/hello/pulls for what is open.',
  });
  await here.at.parts.queues.send('later', '{}');
  const why = 'Their history was rewritten, and a mirror would follow';
  await database.db
    .insert(brakes)
    .values({ kind: 'upstream', subjectId: 1, name: 'acme/rocket', why, setBy: 'Operator' });
});

describe.skipIf(!executablePath)('the page of operators', () => {
  it.each(Object.entries(looks))('looks right: %s', async (name, look) => {
    const operator = await person(here.browser, here.at.url, look);
    await signIn(operator, 'Operator');
    await operator.page.getByRole('link', { name: 'Operator', exact: true }).last().click();
    await operator.page.getByRole('heading', { name: 'Brake' }).waitFor();
    await looksRight(operator, `operator-${name}`);
    await operator.context.close();
  });

  it('shows a brake that it refuses as it was written', async () => {
    const operator = await person(here.browser, here.at.url);
    await signIn(operator, 'Operator');
    const { page } = operator;
    await page.goto('/operator');
    await page.getByRole('combobox', { name: 'What to stop' }).selectOption('The forks of an account');
    await page.getByRole('textbox', { name: 'Name' }).fill('ocot');
    await page.getByRole('textbox', { name: 'Why' }).fill('They asked');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('The App is not installed for an account ocot.').waitFor();
    expect(await page.getByRole('combobox', { name: 'What to stop' }).inputValue()).toBe('owner');
    expect(await page.getByRole('textbox', { name: 'Why' }).inputValue()).toBe('They asked');
    await looksRight(operator, 'operator-refused');
    await operator.context.close();
  });

  it('stops and lets go without JavaScript', async () => {
    const operator = await person(here.browser, here.at.url, { javaScriptEnabled: false });
    await signIn(operator, 'Operator');
    const { page } = operator;
    await page.goto('/operator');
    await page.getByRole('combobox', { name: 'What to stop' }).selectOption('What follows an upstream repository');
    await page.getByRole('textbox', { name: 'Why' }).fill('A test');
    await page.getByRole('textbox', { name: 'Name' }).fill('up/hello');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('status').getByText('up/hello is stopped.').waitFor();
    await page.getByRole('button', { name: 'Let go of up/hello' }).click();
    await page.getByRole('status').getByText('up/hello goes on').waitFor();
    expect(await database.db.select().from(brakes)).toHaveLength(1);
    await page
      .getByRole('button', { name: /^Drop / })
      .first()
      .click();
    await page.getByRole('status').getByText('It is forgotten').waitFor();
    await page.getByRole('button', { name: 'Retry all' }).click();
    await page.getByRole('status').getByText('One dead letter is tried again.').waitFor();
    await operator.context.close();
  });
});
