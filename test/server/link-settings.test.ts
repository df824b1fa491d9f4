/** What a file says of a link, where people see it. */
import { expect, test } from 'vitest';
import { apiHere } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
const api = apiHere(database);

/** What is shown of the link of a fork with this file. */
async function shown(name: string, file: string) {
  const before = ({ fork }: { fork: string }) =>
    api.github.commit(fork, 'main', { files: { '.github/backstroke.yml': file } });
  const here = await api.aFork(name, { before });
  const id = (await here.links())[0]?.id ?? '';
  const text = async (who: string, path: string) => String((await api.ask(who, `GET ${path}`)).body);
  return {
    track: (await api.ask('pusher', `GET /v1/links/${id}`)).body,
    page: await text('pusher', `/links/${id}`),
    read: await text('reader', `/links/${id}`),
    fleet: await text('pusher', `/?fresh=&q=octo-${name}`),
  };
}

test('a link with nothing but defaults follows a branch, and no more is said', async () => {
  const { page, track } = await shown('plain', 'branches: [main]\n');
  expect(track).toMatchObject({ track: 'branch' });
  expect(page).toContain('declares this link');
  expect(page).not.toContain('From the configuration file');
});

test.each([
  ['release', '· latest release'],
  ['tag:v*', '· newest tag like <code>v*</code>'],
])('a link that follows %s says so, with every other setting that is not the default', async (followed, words) => {
  const entry = `{from: main, track: "${followed}", delay: 72h}`;
  const { page, track, fleet, read } = await shown(followed.slice(0, 3), `branches: [${entry}]\nevery: 1d\n`);
  expect(track).toMatchObject({ track: followed });
  for (const text of [page, fleet]) expect(text).toContain(words);
  const said = new RegExp(
    `>track: ${followed.replace('*', '\\*')}\ndelay: 3d\nevery: 1d\npull-request:\n  head: fork\n</pre>`,
  );
  for (const text of [page, read]) expect(text).toMatch(said);
});
