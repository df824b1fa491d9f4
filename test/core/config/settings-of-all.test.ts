import { expect, test } from 'vitest';
import { effectiveConfig } from '../../../src/core/config/effective.ts';
import { reconcile } from '../../../src/core/config/reconcile.ts';
import { settingsSaid } from '../../../src/core/config/said.ts';
import type { ForkConfig } from '../../../src/core/config/schema.ts';
import { settingsOfAll } from '../../../src/core/config/settings-of-all.ts';
import { defaultSettings } from '../../../src/core/link.ts';
import { existing, nothing, wanted } from './existing.ts';

const common: ForkConfig = {
  every: '1d',
  'pull-request': { labels: ['upstream'], merge: 'squash' },
  conflict: { reviewers: ['octo'] },
  'hold-while-upstream-pull-open': false,
};

test('a link that no file declares has what is said of all, and nothing of what is said of a branch', () => {
  const own: ForkConfig = { ...common, tags: 'new', branches: [{ from: 'dev', create: true, delay: '3d' }] };
  const said = (given: Parameters<typeof effectiveConfig>[0]) => settingsSaid(settingsOfAll(effectiveConfig(given)));
  expect(said({ own, owner: null, repository: 'hello' })).toEqual(common);
  expect(said({ own: null, owner: common, repository: 'hello' })).toEqual(common);
  expect(said({ own: null, owner: null, repository: 'hello' })).toEqual({});
});

test.each([
  [null, {}],
  ['disabled' as const, { off: null }],
])('it is given what is said when that is another (off: %s)', (off, change) => {
  const daily = { ...defaultSettings, everyMs: 86_400_000 };
  const to = wanted({ links: [], settingsOfAll: daily });
  const update = [{ id: 'b', ...change, settings: daily, ask: true }];
  expect(reconcile([existing({ id: 'b', source: 'api', forkBranch: 'dev', off })], to)).toEqual({ ...nothing, update });
  expect(reconcile([existing({ id: 'b', source: 'api', settings: daily })], to)).toEqual(nothing);
});
