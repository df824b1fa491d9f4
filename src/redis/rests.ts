import type { Refusal } from '../core/refusal.ts';
import type { Leases } from './leases.ts';

/**
 * Installations that GitHub limits. Going on while limited can get an App banned, so what one operation was told holds
 * for all of that installation, in every process, until GitHub's time has come.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
export interface Rests {
  /** The refusal that is the answer for this installation, without asking GitHub; null when it may be asked. */
  refusal: (installationId: number) => Promise<Refusal | null>;
  /** Remembers what somebody was told who asked GitHub. */
  note: (installationId: number, told: Pick<Refusal, 'reason' | 'notBefore'>) => Promise<void>;
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
      await remember().catch(() => undefined); // who asked carries it all the same
    },
  };
}
