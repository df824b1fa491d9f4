import type { Broken } from './broken.ts';

const list = (count: number) => `[${Array.from({ length: count }, (_, at) => `a${at}`).join(', ')}]`;
const tooLarge = '1:1 The file is larger than 64 KiB, which is more than Backstroke reads: make it smaller.';
const tooDeep = 'Lists and maps are nested more than 20 deep here, and this file needs a few levels alone.';

/** More than is read, or than GitHub takes. */
export const large: Broken[] = [
  ['#'.repeat(64 * 1024 + 1), tooLarge],
  [`# ${'é'.repeat(33_000)}`, tooLarge],
  ['enabled: true\n'.repeat(360_000), tooLarge],
  [`every: ${'['.repeat(50_000)}`, `1:26 ${tooDeep}`],
  [Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''), `20:20 ${tooDeep}`],
  [`${'- '.repeat(30_000)}a`, `1:39 ${tooDeep}`],
  [`${'k'.repeat(1_100)}: 1\n`, '1:1 A key has at most 1024 characters: shorten it.'],
  [`branches: ${list(101)}\n`, '1:11 (branches) At most 100 branches can be listed.'],
  [`exclude: ${list(101)}\n`, '1:10 (exclude) At most 100 branches can be listed.'],
  [`pull-request:\n  labels: ${list(21)}\n`, '2:11 (pull-request.labels) At most 20 labels can be listed.'],
  [`pull-request:\n  assignees: ${list(11)}\n`, '2:14 (pull-request.assignees) At most 10 assignees can be listed.'],
  [`pull-request:\n  reviewers: ${list(16)}\n`, '2:14 (pull-request.reviewers) At most 15 reviewers can be listed.'],
  [`pull-request:\n  title: ${'x'.repeat(201)}\n`, '2:10 (pull-request.title) A title has at most 200 characters.'],
  [`every: ${'1'.repeat(101)}d\n`, '1:8 (every) A period has at most 100 characters.'],
];
