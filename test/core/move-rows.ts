/** Moves and strategies, as the tables of the planner name them. */
import { counted, head, sha } from './observed.ts';

export const from = sha('f');
export const forward = { type: 'forward', from, to: head } as const;
export const merging = { type: 'merge', from, headSha: head } as const;
export const backup = `refs/backstroke/backup/main/20260111T000000Z-${from}`;
export const replacing = { type: 'replace', from, to: head, backup } as const;
export const done = { syncedSha: head };
export const ahead = { comparison: counted({ own: 2 }) };
export const forwarded = { reason: 'fast-forwarded', actions: [forward], ...done } as const;
export const ff = { strategy: 'fast-forward' } as const;
export const merge = { strategy: 'merge' } as const;
export const mirror = { strategy: 'mirror' } as const;
export const rebase = { strategy: 'rebase' } as const;
export const rebasing = { type: 'rebase', from, onto: head, backup } as const;
