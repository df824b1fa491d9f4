import { randomUUID } from 'node:crypto';
import type { CheckJob } from '../../core/check-message.ts';
import { DAY } from '../../core/duration.ts';
import { checkContext } from '../../db/stored.ts';
import type { DueCheck } from '../../db/write/config-checks.ts';
import type { ServerContext } from '../context.ts';

/** Has a worker answer a commit. When it cannot be queued, or its result is lost, the row asks again. */
export async function queueCheck(
  check: DueCheck,
  { database, leases, queues, log }: Pick<ServerContext, 'database' | 'leases' | 'queues' | 'log'>,
): Promise<void> {
  const known = await checkContext(database.db, check.repositoryId);
  // Not installed or suspended by now: nobody can be answered there.
  if (known === null) return;
  const now = await leases.now();
  const job: CheckJob = {
    version: 1,
    kind: 'check-config',
    operationId: randomUUID(),
    checkId: check.id,
    requestId: check.requestId,
    queuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + DAY).toISOString(),
    headSha: check.headSha,
    compareSha: check.compareSha,
    attempts: check.attempts,
    ...known,
  };
  await queues.send('now', JSON.stringify(job));
  log.info({ checkId: check.id, requestId: check.requestId, operationId: job.operationId }, 'Queued a check');
}
