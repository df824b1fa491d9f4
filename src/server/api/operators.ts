import type { MiddlewareHandler } from 'hono';
import type { Operation } from '../../core/operation.ts';
import { operationSeconds } from '../../redis/operations.ts';
import type { ServerContext } from '../context.ts';
import { linkWithId } from './access.ts';
import type { Caller, FindCaller } from './caller.ts';

const retried = (operationId: string) => `retried:${operationId}`;

/** True for the people the operator named in `ADMINS`. */
export function isOperator({ env }: Pick<ServerContext, 'env'>, caller: Pick<Caller, 'login'>): boolean {
  return env.ADMINS?.includes(caller.login.toLowerCase()) ?? false;
}

/**
 * Whoever is no operator is told what is told of an address without anything: before a request is validated, since what is wrong with it
 * would tell that there is something.
 */
export function operatorsAlone(context: Pick<ServerContext, 'env'>, findCaller: FindCaller): MiddlewareHandler {
  return async (c, next) => {
    if (!isOperator(context, await findCaller(c))) return c.notFound();
    await next();
  };
}

/** An operator asked for this operation, and may see what comes of it for as long as operations are remembered. */
export async function rememberRetry({ leases }: Pick<ServerContext, 'leases'>, operationId: string): Promise<void> {
  // Redis away: the operation is written down all the same, only its status is not shown.
  await leases.remember(retried(operationId), 'by an operator', operationSeconds).catch(() => undefined);
}

/**
 * True when an operator may read this operation, whatever GitHub lets them see: those of dead letters, and those that
 * they asked for, which are none any more when all went well.
 */
export async function mayReadAsOperator(
  context: Pick<ServerContext, 'env' | 'database' | 'leases'>,
  caller: Caller,
  operation: Operation,
): Promise<boolean> {
  if (!isOperator(context, caller)) return false;
  if (await context.leases.recall(retried(operation.id)).catch(() => null)) return true;
  return (await linkWithId(context, operation.linkId))?.reason === 'failed';
}
