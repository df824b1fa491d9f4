import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/server/http.ts';
import { testDatabase } from '../support/database.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { aLink, anInstallation, aRepository } from '../support/rows.ts';
import { freshRedis } from '../support/services.ts';
import { aWeb } from '../support/web.ts';

const database = testDatabase();
let parts: RedisParts;
let web: ReturnType<typeof aWeb>;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  parts = redisParts(await freshRedis());
  web = aWeb({ databaseUrl: database.url, parts });
  app = createApp(web.context, async () => undefined);
});
afterAll(async () => {
  await web?.stop();
  await parts?.stop();
});

/** What its badge says; null: there is none. */
async function badgeOf(path: string): Promise<string | null> {
  const answer = await app.request(`/badge/${path}`);
  if (answer.status === 404) return null;
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('image/svg+xml');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
  return /aria-label="([^"]+)"/.exec(await answer.text())?.[1] ?? '';
}

async function aFork(name: string, changed: Parameters<typeof aRepository>[1] = {}): Promise<number> {
  const installationId = await anInstallation(database.db);
  return aRepository(database.db, { ownerLogin: 'Octo', name, installationId, ...changed });
}

describe('the badge', () => {
  test('shows how a public fork stands to its upstream, whatever case its name is written in', async () => {
    await aLink(database.db, { forkId: await aFork('Hello.js'), state: 'in-sync' });
    expect(await badgeOf('octo/hello.js.svg')).toBe('upstream: in sync');
  });

  test('shows of several links what matters most, and nothing of those that were deleted', async () => {
    const forkId = await aFork('many');
    await aLink(database.db, { forkId, state: 'in-sync' });
    await aLink(database.db, { forkId, forkBranch: 'dev', state: 'conflict', off: 'removed' });
    expect(await badgeOf('octo/many.svg')).toBe('upstream: in sync');
    await aLink(database.db, { forkId, forkBranch: 'next', state: 'held' });
    expect(await badgeOf('octo/many.svg')).toBe('upstream: on hold');
  });

  test('is there for no private fork, none without the App, none without a link, and no other address', async () => {
    await aLink(database.db, { forkId: await aFork('secret', { private: true }) });
    await aLink(database.db, { forkId: await aFork('left', { installationId: null }) });
    await aFork('alone');
    for (const path of [
      'octo/secret.svg',
      'octo/left.svg',
      'octo/alone.svg',
      'octo/nothing.svg',
      'octo/hello.js',
      '%00/a.svg',
    ])
      expect(await badgeOf(path), path).toBeNull();
  });
});
