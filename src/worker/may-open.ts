import type { Refusal } from '../core/refusal.ts';
import type { Leases } from '../redis/leases.ts';

/** Seconds. */
const hour = 3600;

/** The operator's limit for the whole App, counted in Redis: emptied, it begins anew. null: there is room for one more. */
export async function mayOpenPull(leases: Pick<Leases, 'spend'>, limit: number | null): Promise<Refusal | null> {
  // Redis away: an operation that has come this far is not thrown away for want of counting it.
  if (limit === null || (await leases.spend('pulls', limit, hour).catch(() => true))) return null;
  return {
    refused: true,
    reason: 'rate-limited',
    host: 'Backstroke',
    detail: `its operator allows ${limit} in an hour`,
    notBefore: null,
    unclear: false,
  };
}
