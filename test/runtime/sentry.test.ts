import { Transform, Writable } from 'node:stream';
import type { Options } from '@probot/pino';
import { expect, test } from 'vitest';
import { createLog } from '../../src/runtime/log.ts';
import { sentryStream } from '../../src/runtime/sentry.ts';
import { eventually } from '../support/eventually.ts';

const sentryDsn = 'https://key@sentry.example/1';

test('Sentry is told by way of Probot', async () => {
  const asked: (Options | undefined)[] = [];
  const probots = new Transform({ objectMode: true });
  const stream = await sentryStream({ name: 'web', logFormat: 'json', sentryDsn }, async (options) => {
    asked.push(options);
    return probots;
  });
  expect(stream).toBe(probots);
  expect(asked).toEqual([{ logFormat: 'json', sentryDsn }]);
});

test('where Sentry is not installed lines are written after one that says so', async () => {
  const written: string[] = [];
  const out = new Writable({ write: (chunk, _encoding, done) => done(void written.push(String(chunk))) });
  createLog({ name: 'web', level: 'info', format: 'json', sentryDsn, out }).info('first');
  await eventually(() => written.length > 1, { what: 'both lines are written' });
  expect(written.map((line) => JSON.parse(line))).toMatchObject([
    { level: 40, name: 'web', msg: expect.stringContaining('npm install @sentry/node') },
    { level: 30, name: 'web', msg: 'first' },
  ]);
});
