import { expect, it } from 'vitest';
import { type Attempted, missedDeliveries } from '../../src/core/missed.ts';

const now = new Date('2026-01-01T12:00:00Z');
const given = { now, settleMs: 60_000, events: new Set(['push']) };
let ids = 0;
const attempt = (over: Partial<Attempted>): Attempted => {
  ids += 1;
  return { id: ids, guid: 'a', deliveredAt: '2026-01-01T11:50:00Z', delivered: false, event: 'push', ...over };
};
const guids = (attempts: Attempted[]) => missedDeliveries(attempts, given).map((one) => one.guid);

it.each([
  ['never arrived', [attempt({})], ['a']],
  ['arrived at once', [attempt({ delivered: true })], []],
  ['arrived at the second attempt', [attempt({}), attempt({ delivered: true })], []],
  ['is tried just now', [attempt({}), attempt({ deliveredAt: '2026-01-01T11:59:30Z' })], []],
  ['is nothing we act on', [attempt({ event: 'check_suite' })], []],
  ['was tried four times', [attempt({}), attempt({}), attempt({}), attempt({})], []],
  ['several, oldest first', [attempt({ guid: 'new' }), attempt({ guid: 'newer' })], ['new', 'newer']],
])('%s', (_name, attempts, expected) => {
  expect(guids(attempts)).toEqual(expected);
});

it('asks by the newest attempt', () => {
  const first = attempt({});
  const second = attempt({});
  expect(missedDeliveries([second, first], given).map((one) => one.id)).toEqual([second.id]);
});
