import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type ApiFork, startApi } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { sendRaw } from '../support/send-raw.ts';

const database = testDatabase();
let api: Api;
let here: ApiFork;
beforeAll(async () => {
  api = await startApi(database);
  here = await api.aFork('seen');
});
afterAll(() => api?.stop());

describe('a repository', () => {
  const see = (name: string, who = 'reader') => api.ask(who, `GET /v1/repos/${name}`);

  test('is shown as GitHub shows it to the caller', async () => {
    const { owner, repo } = here.from;
    expect((await see(here.fork)).body).toEqual({
      private: false,
      fork: true,
      installed: true,
      parent: { owner, repo, defaultBranch: 'main' },
      branches: ['dev', 'main', 'release/1'],
    });
    expect(await see(here.upstream, 'stranger')).toMatchObject({
      status: 200,
      body: { fork: false, installed: false, parent: null, branches: ['dev', 'main', 'release/1'] },
    });
  });

  test('has at most a hundred branches, for which GitHub is asked once', async () => {
    const crowded = await api.aFork('crowded');
    for (let at = 0; at < 101; at += 1) await api.github.createBranch(crowded.fork, `b-${at}`, 'main');
    api.github.resetRequests();
    expect((await see(crowded.fork)).body).toMatchObject({ branches: expect.any(Array) });
    expect(api.github.requests().filter(({ route }) => route?.endsWith('/branches'))).toHaveLength(1);
    expect(((await see(crowded.fork)).body as unknown as { branches: string[] }).branches).toHaveLength(100);
  });

  test.each(['..', '%2e%2e', '..%2f..', 'a%2fb', '%00', 'a%20b', 'x%3Fy=1', '%C3%A9', '.', 'a;b', '%'])(
    'has no name %s, and GitHub is asked for none',
    async (odd) => {
      const token = api.tokenOf('pusher');
      api.github.resetRequests();
      for (const name of [`octo-seen/${odd}`, `${odd}/hello`]) {
        const answer = await sendRaw(api, { method: 'GET', path: `/v1/repos/${name}`, token });
        expect(answer, name).toMatchObject({ status: 404, body: { status: 404 } });
      }
      const plain = odd === '%' ? odd : decodeURIComponent(odd);
      for (const [owner, repo, branch] of [
        [plain, 'hello', 'main'],
        ['octo-seen', plain, 'main'],
      ]) {
        const asked = await api.ask('pusher', 'POST /v1/links', { fork: { owner, repo, branch } });
        expect(asked).toMatchObject({ status: 422, body: { errors: [{ field: expect.stringMatching(/^fork\./) }] } });
      }
      const asked = api.github.requests().map(({ route }) => route);
      expect(asked.filter((route) => route !== '/applications/:client_id/token')).toEqual([]);
    },
  );

  test('is not there for who cannot see it', async () => {
    const hidden = await api.aFork('unseen', { private: true });
    expect(await see(hidden.fork, 'stranger')).toMatchObject({ status: 404 });
    expect(await see('octo-seen/nope')).toMatchObject({ status: 404 });
    expect(await see(hidden.fork, 'reader')).toMatchObject({ status: 200, body: { private: true, installed: true } });
  });

  test('GitHub away is 503, and says when to come again', async () => {
    api.github.faults.add({
      match: { path: /^\/repos\/octo-seen\/hello$/ },
      kind: 'secondary-limit',
      times: 1,
      ms: 7_000,
    });
    const answer = await see(here.fork);
    expect(answer).toMatchObject({ status: 503, type: 'application/problem+json' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await see(here.fork)).status).toBe(200);
  });
});
