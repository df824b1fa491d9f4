import { expect, test } from 'vitest';
import type { OperationResult } from '../../src/core/message.ts';
import { applyReceived } from '../../src/server/result-loop.ts';
import { testDatabase } from '../support/database.ts';
import { aResult, inMs } from '../support/messages.ts';
import { redisParts } from '../support/redis-parts.ts';
import { aLink, anInstallation } from '../support/rows.ts';
import { freshRedis } from '../support/services.ts';
import { aWeb } from '../support/web.ts';

const database = testDatabase();

/** What is queued of a link, whose owner has no place for a pull request left, after each of several results. */
async function queuedAfter(results: Partial<OperationResult>[]) {
  const installationId = await anInstallation(database.db, { maxOpen: 0 });
  const { id: linkId } = await aLink(database.db, { installationId, requested: 1, requestedTrigger: 'install' });
  const queued: object[][] = [];
  for (const changed of results) {
    // Nothing of the one before is queued there.
    const parts = redisParts(await freshRedis());
    const web = aWeb({ databaseUrl: database.url, parts });
    const away = { reason: 'github-unavailable', decidedOn: null, retryAt: inMs(30_000) } as const;
    const result = aResult({ linkId, asked: { requests: 1, pushes: 0 }, ...away, ...changed });
    await applyReceived({ id: 'message', body: JSON.stringify(result), receives: 1 }, web.context);
    queued.push((await Promise.all((['now', 'later'] as const).map((queue) => parts.bodies<object>(queue)))).flat());
    await web.stop();
    await parts.stop();
  }
  return queued;
}

const limited = [{ trigger: 'retry', mayOpen: false }];

test('what a push asked for comes again without the limit for schedules, however often GitHub cannot be asked', async () => {
  const asked = [{ trigger: 'retry', mayOpen: true }];
  expect(await queuedAfter([{ trigger: 'push' }, { trigger: 'retry' }, { trigger: 'schedule' }])).toMatchObject([
    asked,
    asked,
    limited,
  ]);
});

test('what a person asked for comes again as what a person asked for, until it came to something', async () => {
  const ended = { reason: 'pull-opened', retryAt: null } as const;
  const results = [
    { trigger: 'manual', requestId: 'mine' },
    { trigger: 'manual', ...ended },
    { trigger: 'retry' },
  ] as const;
  expect(await queuedAfter([...results])).toMatchObject([
    [{ trigger: 'manual', requestId: 'mine', mayOpen: true }],
    [],
    limited,
  ]);
});

test('what installing asked for, or a worker that does not tell, comes again with it', async () => {
  expect(await queuedAfter([{ trigger: 'install' }, { trigger: null }])).toMatchObject([limited, limited]);
});
