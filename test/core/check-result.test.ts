import { expect, test } from 'vitest';
import { CheckResult } from '../../src/core/check-message.ts';
import { checkResultOf } from '../../src/core/check-result.ts';
import { aCheckJob, aRefusal } from '../support/messages.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const seconds = (at: string | null) => at && (Date.parse(at) - now.getTime()) / 1000;

test('what was answered is over', () => {
  const job = aCheckJob();
  const result = checkResultOf({ job, refusal: null, now });
  expect(CheckResult.parse(result)).toMatchObject({ checkId: job.checkId, requestId: 'delivery-1', notBefore: null });
});

test.each([
  ['an outage, the first time', aRefusal(), 1, 5],
  ['an outage, the fourth time', aRefusal(), 4, 600],
  ['a failure of ours', aRefusal({ reason: 'failed' }), 2, 30],
  ['a limit, when GitHub says', aRefusal({ reason: 'rate-limited', notBefore: '2026-11-20T12:05:00.000Z' }), 1, 300],
  ['a permission', aRefusal({ reason: 'missing-permission' }), 1, null],
  ['a suspended installation', aRefusal({ reason: 'suspended' }), 1, null],
])('%s is tried again after as many seconds, or never', (_, refusal, attempts, expected) => {
  expect(seconds(checkResultOf({ job: aCheckJob({ attempts }), refusal, now }).notBefore)).toBe(expected);
});
