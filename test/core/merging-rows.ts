import { defaultSettings, type LinkSettings, type Mergeability } from '../../src/core/link.ts';
import type { Merge } from '../../src/core/merging.ts';
import type { Known } from '../../src/core/plan.ts';
import { head, reference } from './observed.ts';

/** Of a link whose pull requests are merged so. */
export const settings = (merge: Merge, given: Partial<LinkSettings> = {}): LinkSettings => ({
  ...defaultSettings,
  ...given,
  pullRequest: { ...defaultSettings.pullRequest, merge },
});

/** What an earlier operation knew of it. */
export const met: Mergeability = {
  number: 7,
  conflicting: false,
  labels: [],
  headSha: head,
  headAt: '2026-01-10T23:59:00.000Z',
  looks: 1,
  refused: null,
};

/** One that an earlier operation saw open with this head, to be merged with a merge commit. */
export const follows = (given: Partial<Known> = {}): Partial<Known> => ({
  settings: settings('merge'),
  pull: reference(7),
  decidedOn: head,
  mergeability: met,
  ...given,
});
