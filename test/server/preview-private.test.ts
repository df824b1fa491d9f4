/** What the page of configuration files shows of a private upstream. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, type ApiFork, startApi } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { signInAs, visitor } from '../support/visitor.ts';

const database = testDatabase();
let api: Api;
let fork: ApiFork;
beforeAll(async () => {
  api = await startApi(database);
  fork = await api.aFork('secretive', { private: true });
});
afterAll(() => api?.stop());

const all = 'branches:\n  - from: "*"\n';
const named = 'upstream: octo-secretive/upstream\nbranches:\n  - from: "*"\n';

async function shownTo(login: string, text: string | null): Promise<string> {
  const who = visitor(api.url);
  await signInAs(who, login);
  const answer = await (text === null
    ? who.get(`/config?fork=${fork.fork}`)
    : who.post('/config', { fork: fork.fork, kind: 'fork', text }));
  expect(answer.status).toBe(200);
  return answer.text();
}

it.each([
  ['what every fork has', null, 'has no upstream that can be seen'],
  ['a glob', all, 'upstream'],
  ['a named upstream', named, 'There is no repository <code>octo-secretive/upstream</code> in the network'],
])('only who may read it sees its branches: %s', async (_what, text, refused) => {
  const owner = await shownTo('octo-secretive', text);
  const follows = (branch: string) => `octo-secretive/upstream <span class="branch-name">${branch}</span>`;
  expect(owner).toContain(follows('main'));
  expect(owner.includes(follows('dev'))).toBe(text !== null);
  const pusher = await shownTo('pusher', text);
  expect(pusher).not.toMatch(/class="branch-name">(main|dev)<|release\/1/);
  expect(pusher).toContain(refused);
});
