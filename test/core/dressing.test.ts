import { expect, it } from 'vitest';
import { type Dressing, dressingOf } from '../../src/core/dressing.ts';
import { defaultSettings, type PullRequestSettings } from '../../src/core/link.ts';

const bare = { labels: [], assignees: [] };
const nothing: Dressing = { labels: null, assignees: null, reviewers: [], teams: [] };

it.each<[string, Partial<PullRequestSettings>, { labels: string[]; assignees: string[] }, Dressing | null]>([
  ['nothing configured', {}, bare, null],
  ['nothing configured, something there', {}, { labels: ['bug'], assignees: ['ada'] }, null],
  ['what looks only at the opening', { title: 'T', draft: true }, bare, null],
  ['labels', { labels: ['upstream'] }, bare, { ...nothing, labels: ['upstream'] }],
  [
    'labels beside others',
    { labels: ['upstream'] },
    { ...bare, labels: ['bug'] },
    { ...nothing, labels: ['bug', 'upstream'] },
  ],
  ['labels that are there', { labels: ['Upstream'] }, { ...bare, labels: ['upstream', 'bug'] }, null],
  ['a label twice', { labels: ['a', 'A'] }, bare, { ...nothing, labels: ['a'] }],
  ['assignees', { assignees: ['mona'] }, { ...bare, assignees: ['ada'] }, { ...nothing, assignees: ['ada', 'mona'] }],
  ['assignees that are there', { assignees: ['Mona'] }, { ...bare, assignees: ['mona'] }, null],
  [
    'reviewers and teams',
    { reviewers: ['mona', 'org/team', 'ada'] },
    bare,
    { ...nothing, reviewers: ['mona', 'ada'], teams: ['team'] },
  ],
])('%s', (_, settings, has, dressing) => {
  expect(dressingOf({ ...defaultSettings.pullRequest, ...settings }, has)).toEqual(dressing);
});
