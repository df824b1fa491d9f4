/** Rows of plans for links whose pull requests have their head in the fork. */
import { defaultSettings } from '../../src/core/link.ts';
import type { Observation, Placed } from '../../src/core/observation.ts';
import { before, counted, head, reference } from './observed.ts';
import { check, compared, type Row } from './plan-rows.ts';

export const settings = { ...defaultSettings, pullRequest: { ...defaultSettings.pullRequest, head: 'fork' as const } };
export const place = { type: 'place-head', branch: 'backstroke/up/main', to: head } as const;
export const create = { ...place, how: 'create' } as const;
export const offer = { in: 'fork', sha: head, missing: 3 } as const;
export const ours = { head: 'fork' } as const;
export const follows = { pull: reference(7), lastSyncedSha: before, decidedOn: before };

/** The head in the fork; `missing` of upstream's head, and so many commits besides. */
export const placed = (sha: string, counts: Parameters<typeof counted>[0] = {}, beyond: number | null = 1): Placed => ({
  sha,
  comparison: counted({ missing: 0, ...counts }),
  beyond,
  lacks: 1,
});
export const at = (given: Placed | null, ...pulls: Observation['pulls']) => ({ placed: given, pulls });

export const rows = (all: Row[]) =>
  check(
    all.map((row) => ({ ...row, known: { settings, ...row.known } })),
    compared,
  );
