import { expect, test } from 'vitest';
import { effectiveConfig } from '../../../src/core/config/effective.ts';
import { settingsSaid } from '../../../src/core/config/said.ts';
import type { ForkConfig } from '../../../src/core/config/schema.ts';
import { DAY, HOUR, MINUTE } from '../../../src/core/duration.ts';
import { defaultSettings, type LinkSettings } from '../../../src/core/link.ts';

const settingsOf = (own: ForkConfig): LinkSettings => {
  const { every: everyMs, ...config } = effectiveConfig({ own, owner: null, repository: 'hello' });
  return { ...defaultSettings, ...config, everyMs };
};

test('a link with every default says nothing', () => {
  expect(settingsSaid(defaultSettings)).toEqual({});
  expect(settingsSaid(settingsOf({ 'pull-request': { draft: false, labels: [] }, tags: 'none' }))).toEqual({});
});

test.each<ForkConfig>([
  { every: '90m' },
  { every: '2w', tags: 'new' },
  { tags: 'v*', 'hold-while-upstream-pull-open': false },
  { 'pull-request': { title: 'Sync', labels: ['upstream'], assignees: ['octo'], reviewers: ['org/team'] } },
  { 'pull-request': { draft: true, head: 'fork', merge: 'squash' } },
  { conflict: { labels: ['conflict'], reviewers: ['octo'] } },
  { conflict: { labels: ['conflict'] } },
  { keep: ['docs', '*.lock'] },
])('what a file says is said in its words: %j', (file) => {
  expect(settingsSaid(settingsOf(file))).toEqual(file);
});

test.each([
  [{ track: 'tag:v*' }, { track: 'tag:v*' }],
  [{ create: true }, { create: true }],
  [{ delayMs: 10 * MINUTE }, { delay: '10m' }],
  [{ delayMs: 36 * HOUR }, { delay: '36h' }],
  [{ delayMs: 3 * DAY }, { delay: '3d' }],
  [{ delayMs: 14 * DAY }, { delay: '2w' }],
])('so is what it says of a branch: %j', (settings, said) => {
  expect(settingsSaid({ ...defaultSettings, ...settings })).toEqual(said);
});
