import { causeOf } from '../core/job.ts';
import { type OperationResult, Result } from '../core/message.ts';
import { passesByItself, type Reason, showsPull } from '../core/reason.ts';
import { nearRetry } from '../core/retry.ts';
import { behind } from '../core/schedule.ts';
import { linksById } from '../db/read.ts';
import { stagedBy } from '../db/staged.ts';
import { atomically } from '../db/write/atomically.ts';
import { applyCheckResult } from '../db/write/config-checks.ts';
import { requestConfig } from '../db/write/config-requests.ts';
import { requestRefresh } from '../db/write/installations.ts';
import { applyPushReport } from '../db/write/listings.ts';
import { grantPlaces } from '../db/write/places.ts';
import { applyRefReport } from '../db/write/ref-reports.ts';
import { applyResult } from '../db/write/results.ts';
import type { Received } from '../redis/queues.ts';
import { createLoop, type Loop } from '../runtime/loop.ts';
import { unstageAll } from './config/unstage.ts';
import type { ServerContext } from './context.ts';

/** Milliseconds between two looks when nobody says that there is something. */
const lookEvery = 1_000;
/** Seconds until a result that could not be applied (Postgres away) is received again. */
const hiddenSeconds = 10;

/** What GitHub refused may be because the tables no longer say where the App is installed. */
const doubtful: ReadonlySet<Reason> = new Set(['not-installed', 'suspended', 'missing-permission', 'fork-missing']);

/** The default branch may be another one by now, at either end, and with it the link. */
const misplaced: ReadonlySet<Reason> = new Set(['fork-branch-missing', 'upstream-branch-missing']);

/** Applies results one by one. A result is removed after it was applied, so that a death in between applies it again. */
export function startResultLoop(context: ServerContext): Loop {
  const { queues, log } = context;
  const work = async (): Promise<boolean> => {
    const received = await queues.receive('results', hiddenSeconds);
    if (received === null) return false;
    await applyReceived(received, context);
    await queues.remove('results', received.id);
    return true;
  };
  const loop = createLoop({ name: 'results', every: lookEvery, work, log });
  queues.onSent(['results'], loop.wake);
  return loop;
}

/** Applies one message of the results queue, and queues what has to follow it. */
export async function applyReceived(received: Received, context: ServerContext): Promise<void> {
  const result = parseResult(received.body);
  if (result === null) {
    context.log.error({ messageId: received.id }, 'Dropped a result in a format this web does not know');
    return;
  }
  if (Date.parse(result.expiresAt) <= Date.now()) return;
  if (result.kind === 'ref') return applyRefReport(context.database.db, result);
  if (result.kind === 'pushed') {
    await applyPushReport(context.database.db, result);
    return context.wakeConfig();
  }
  if (result.kind === 'config-check') return applyCheckResult(context.database.db, result);
  const applied = await applyResult(context.database.db, result);
  context.metrics.result({ reason: result.reason, applied });
  const { operationId, linkId, requestId, reason } = result;
  context.log.info({ operationId, linkId, requestId, reason, applied }, 'Result');
  await context.leases.answered(linkId, operationId).catch(() => undefined); // it ends by itself
  await followUp(result, applied, context);
}

/**
 * What follows a result: another operation when the link was asked again meanwhile, or when a retry is less than a
 * minute away. A failure here loses nothing: the next tick finds the link behind.
 */
async function followUp(result: OperationResult, applied: boolean, context: ServerContext): Promise<void> {
  try {
    const [row] = await linksById(context.database.db, [result.linkId]);
    if (!row) {
      // What ran when the link was switched off may have brought something after that.
      if (applied) await unstageAll(await stagedBy(context.database.db, [result.linkId]), result.requestId, context);
      return;
    }
    if (applied && doubtful.has(result.reason)) {
      await requestRefresh(context.database.db, [row.installationId], 'doubt');
      context.wakeRefresh();
    }
    if (applied && (misplaced.has(result.reason) || result.configChanged)) {
      const { requestId } = result;
      await context.database.db.transaction((tx) =>
        requestConfig(tx, { repositoryId: row.fork.id, requestId }, 'doubt'),
      );
      context.wakeConfig();
    }
    if (applied && (!row.placed || passesByItself(result.reason))) {
      const { installationId } = row;
      const linkIds = await atomically(context.database.db, (tx) =>
        grantPlaces(tx, { installationId, requestId: result.requestId }),
      );
      context.queueAsked.later({ linkIds });
    }
    const now = new Date();
    const why = behind({ ...row, retryAt: null }, null, now);
    if (why !== null) {
      await context.enqueue(row, causeOf(row, why));
      return;
    }
    const wait = row.retryAt === null ? Number.POSITIVE_INFINITY : row.retryAt.getTime() - now.getTime();
    // A look at an open pull request is left to the tick: what is asked meanwhile would join an operation that waits.
    if (!applied || wait >= nearRetry || showsPull(result.reason)) return;
    const delaySeconds = Math.max(0, Math.ceil(wait / 1000));
    await context.enqueue(row, { ...causeOf(row, 'retry'), requestId: result.requestId, delaySeconds });
  } catch (error) {
    context.log.warn(
      { err: error, linkId: result.linkId },
      'Could not queue what follows a result, the next tick does',
    );
  }
}

function parseResult(body: string): Result | null {
  try {
    return Result.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
