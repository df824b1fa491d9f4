/** Signing in with several tabs, and from a form. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webWithFork } from '../support/api-web.ts';
import { testDatabase } from '../support/database.ts';
import { throughGitHub, visitor } from '../support/visitor.ts';

const database = testDatabase();
let web: Awaited<ReturnType<typeof webWithFork>>;
beforeAll(async () => {
  web = await webWithFork(database);
});
afterAll(() => web?.stop());

const location = (response: Response) => response.headers.get('location');

describe('signing in', () => {
  test('is done in several tabs at once, in whatever order they come back', async () => {
    const octo = visitor(web.url);
    const begun = [];
    for (const page of ['/config', '/links/new']) {
      begun.unshift(await throughGitHub(await octo.get(`/login?return_to=${page}`), 'octo'));
    }
    const back = [];
    for (const { pathname, search } of begun) back.push(location(await octo.get(pathname + search)));
    expect(back).toEqual(['/links/new', '/config']);
  });

  test('is where a form may end up, and nowhere else', async () => {
    const policy = (await visitor(web.url).get('/')).headers.get('content-security-policy');
    expect(policy).toContain(`; form-action 'self' ${web.github.url}; `);
  });

  test('forgets the first of many that were begun and never ended', async () => {
    const octo = visitor(web.url);
    const begun = [];
    for (let tab = 0; tab < 5; tab += 1) begun.push(await octo.get('/login'));
    expect([...octo.cookies.keys()].filter((name) => name.includes('sign-in'))).toHaveLength(3);
    const { pathname, search } = await throughGitHub(begun[4] ?? new Response(), 'octo');
    expect((await octo.get(pathname + search)).status).toBe(303);
  });
});
