import { links } from '../../src/db/schema.ts';
import { startSandbox } from '../../src/sandbox/start.ts';
import { call } from '../e2e/call.ts';
import type { TestDatabase } from './database.ts';
import { firstLook } from './first-look.ts';
import { inMs } from './messages.ts';
import { redisParts } from './redis-parts.ts';
import { aLink, type LinkRecord } from './rows.ts';
import { freshRedis } from './services.ts';
import { envOf, webInProcess } from './web-process.ts';

export type Who = 'nobody' | 'garbage' | 'stranger' | 'operator';

/** Web with an operator and a stranger who can sign in, and none of whom GitHub lets see any fork. */
export async function webWithOperators(database: TestDatabase, admins: Record<string, string>) {
  const redis = await freshRedis();
  const [github, parts] = [await startSandbox(), redisParts(redis)];
  for (const login of ['Operator', 'stranger']) github.createUser(login);
  const tokens: Record<Who, string | undefined> = {
    nobody: undefined,
    garbage: 'ghu_garbage',
    stranger: github.createUserToken('stranger'),
    operator: github.createUserToken('Operator'),
  };
  const web = await webInProcess({
    databaseUrl: database.url,
    redisUrl: redis.url,
    namespace: redis.namespace,
    env: { ...envOf(github), ...admins },
  });
  await firstLook(github);
  let failures = 0;
  return {
    url: web.url,
    parts,
    ask: (who: Who, path: string, method = 'GET', body?: unknown) => {
      const token = tokens[who];
      return call(web, path, { method, body, ...(token === undefined ? {} : { token }) });
    },
    text: async (who: Who, path: string): Promise<string> => {
      const answer = await fetch(`${web.url}${path}`, { headers: { authorization: `Bearer ${tokens[who]}` } });
      return answer.text();
    },
    forgetLinks: () => database.db.delete(links),
    /** A link whose last operation failed, later than those before it. */
    aDeadLetter: async (changed: Parameters<typeof aLink>[1] = {}): Promise<LinkRecord> => {
      failures += 1;
      const operationId = `operation-${failures}`;
      const link = await aLink(database.db, {
        state: 'failing',
        reason: 'failed',
        sentence: 'Something failed.',
        failures: 2,
        retryAt: new Date(inMs(6 * 3600_000)),
        lastOperationId: operationId,
        answeredReadAt: new Date(Date.now() - 3600_000 + failures * 1_000),
        ...changed,
      });
      const at = new Date().toISOString();
      const queued = { event: 'queued', at, linkId: link.id, trigger: 'schedule', requestId: operationId } as const;
      await parts.operations.append(operationId, queued);
      return link;
    },
    stop: async () => {
      await web.stop();
      await Promise.all([parts.stop(), github.stop()]);
    },
  };
}
