import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { TestDatabase } from './database.ts';
import { type RedisParts, redisParts } from './redis-parts.ts';
import { freshRedis } from './services.ts';
import { aWeb } from './web.ts';

/** The parts of web with a Redis of their own, anew for each test of a file or once for all of them. */
export function webHere(database: TestDatabase, of: 'each' | 'all' = 'each') {
  const [before, after] = of === 'each' ? [beforeEach, afterEach] : [beforeAll, afterAll];
  const here = {} as { parts: RedisParts; web: ReturnType<typeof aWeb> };
  before(async () => {
    here.parts = redisParts(await freshRedis());
    here.web = aWeb({ databaseUrl: database.url, parts: here.parts });
  });
  after(async () => {
    await here.web.stop();
    await here.parts.stop();
  });
  return here;
}
