import type { Refusal } from '../core/refusal.ts';
import type { Outcome } from '../core/result.ts';
import type { Leases } from '../redis/leases.ts';

/**
 * Installations that GitHub limits. Going on while limited can get an App banned, so what one operation was told holds
 * for all of that installation, on every worker, until GitHub's time has come.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
export interface Rests {
  /** The refusal an operation of this installation ends with, without asking GitHub; null when it may ask. */
  refusal: (installationId: number) => Promise<Refusal | null>;
  /** Remembers what an operation was told, or the answering of a commit. */
  note: (installationId: number, told: Pick<Outcome, 'reason' | 'notBefore'>) => Promise<void>;
}

export function createRests(leases: Pick<Leases, 'remember' | 'recall' | 'now'>): Rests {
  const name = (installationId: number) => `limited:${installationId}`;
  const limitOf = async (installationId: number): Promise<string | null> => {
    const notBefore = await leases.recall(name(installationId));
    return notBefore !== null && Date.parse(notBefore) > (await leases.now()).getTime() ? notBefore : null;
  };
  return {
    refusal: async (installationId) => {
      // Redis away: GitHub will say it itself.
      const notBefore = await limitOf(installationId).catch(() => null);
      if (notBefore === null) return null;
      const detail = 'GitHub limits this installation';
      return { refused: true, reason: 'rate-limited', detail, notBefore, unclear: false };
    },
    note: async (installationId, { reason, notBefore }) => {
      if (reason !== 'rate-limited' || notBefore === null) return;
      const remember = async () => {
        const seconds = Math.ceil((Date.parse(notBefore) - (await leases.now()).getTime()) / 1000);
        if (seconds > 0) await leases.remember(name(installationId), notBefore, seconds);
      };
      await remember().catch(() => undefined); // the outcome carries it all the same
    },
  };
}
