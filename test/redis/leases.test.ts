import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { markerSeconds, revoked } from '../../src/redis/leases.ts';
import { eventually } from '../support/eventually.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';

let parts: RedisParts;
/** Another process. */
let other: RedisParts;

beforeEach(async () => {
  const fresh = await freshRedis();
  parts = redisParts(fresh);
  other = redisParts(fresh);
});
afterEach(() => Promise.all([parts.stop(), other.stop()]));

const key = (kind: string, id: string | number) => `${parts.namespace}:${kind}:${id}`;

describe('the marker of a link', () => {
  test('is one for all: who finds it learns which operation is queued', async () => {
    const marks = await Promise.all(
      ['a', 'b', 'c', 'd'].map((id, at) => (at % 2 ? parts : other).leases.mark('link', id)),
    );
    const winner = marks.find(({ marked }) => marked)?.operationId;
    expect(marks.filter(({ marked }) => marked)).toHaveLength(1);
    expect(marks.map(({ operationId }) => operationId)).toEqual([winner, winner, winner, winner]);
    expect(await parts.leases.marker('link')).toBe(winner);
  });

  test('stays as long as a job may wait once the job was sent, a minute before that', async () => {
    await parts.leases.mark('link', 'a');
    expect(await parts.redis.ttl(key('queued', 'link'))).toBeLessThanOrEqual(60);
    await parts.leases.keepMark('link', 'a');
    expect(await parts.redis.ttl(key('queued', 'link'))).toBeGreaterThan(markerSeconds - 10);
  });

  test('is removed and kept by its own operation alone', async () => {
    await parts.leases.mark('link', 'a');
    await other.leases.keepMark('link', 'b');
    expect(await parts.redis.ttl(key('queued', 'link'))).toBeLessThanOrEqual(60);
    await other.leases.unmark('link', 'b');
    expect(await parts.leases.marker('link')).toBe('a');
    await other.leases.unmark('link', 'a');
    expect(await parts.leases.marker('link')).toBeNull();
  });

  test('revoked stays revoked for whoever asks, until it is overwritten', async () => {
    await parts.leases.mark('link', 'a');
    await parts.leases.revoke('link');
    expect(await parts.leases.mark('link', 'b')).toEqual({ marked: false, operationId: revoked });
    await parts.leases.unmark('link', 'a');
    expect(await parts.leases.marker('link')).toBe(revoked);
    await parts.leases.overwrite('link', 'c');
    expect(await parts.leases.marker('link')).toBe('c');
    expect(await parts.redis.ttl(key('queued', 'link'))).toBeGreaterThan(0);
  });
});

test('when a link was revoked is known for as long as what was queued before may wait', async () => {
  expect(await parts.leases.revokedAt('link')).toBeNull();
  const before = await parts.leases.now();
  await parts.leases.revoke('link');
  const at = await other.leases.revokedAt('link');
  expect(at?.getTime()).toBeGreaterThanOrEqual(before.getTime());
  expect(at?.getTime()).toBeLessThanOrEqual((await parts.leases.now()).getTime());
  const left = await parts.redis.ttl(key('revoked', 'link'));
  expect(left).toBeGreaterThan(24 * 60 * 60 - 10);
});

describe('the lock of a link', () => {
  test('has one holder, who alone frees and extends it', async () => {
    expect(await parts.leases.lock('link', 'a', 60_000)).toBe(true);
    expect(await other.leases.lock('link', 'b', 60_000)).toBe(false);
    await other.leases.extendLock('link', 'b', 600_000);
    expect(await parts.redis.pttl(key('lock', 'link'))).toBeLessThanOrEqual(60_000);
    await other.leases.unlock('link', 'b');
    expect(await other.leases.lock('link', 'b', 60_000)).toBe(false);
    await parts.leases.extendLock('link', 'a', 600_000);
    expect(await parts.redis.pttl(key('lock', 'link'))).toBeGreaterThan(60_000);
    await parts.leases.unlock('link', 'a');
    expect(await other.leases.lock('link', 'b', 60_000)).toBe(true);
  });

  test('ends by itself when its holder died', async () => {
    await parts.leases.lock('link', 'a', 300);
    await eventually(() => other.leases.lock('link', 'b', 60_000));
  });

  test('is not brought back by who lost it', async () => {
    await parts.leases.lock('link', 'a', 50);
    await eventually(async () => (await parts.redis.exists(key('lock', 'link'))) === 0);
    await parts.leases.extendLock('link', 'a', 60_000);
    expect(await parts.redis.exists(key('lock', 'link'))).toBe(0);
  });
});

test('busy: links with a marker or a lock, and no others', async () => {
  await parts.leases.mark('queued', 'a');
  await parts.leases.lock('running', 'b', 60_000);
  await parts.leases.revoke('off');
  expect(await parts.leases.busy(['queued', 'idle', 'running', 'off'])).toEqual(new Set(['queued', 'running', 'off']));
  expect(await parts.leases.busy([])).toEqual(new Set());
});

describe('places of an installation', () => {
  const take = (holder: string, ms = 60_000) => parts.leases.takeSlot(7, holder, 4, ms);

  test('are four, however many ask at once', async () => {
    const taken = await Promise.all(
      Array.from({ length: 12 }, (_, at) => (at % 2 ? parts : other).leases.takeSlot(7, `holder-${at}`, 4, 60_000)),
    );
    expect(taken.filter(Boolean)).toHaveLength(4);
    expect(await parts.leases.takeSlot(8, 'another installation', 4, 60_000)).toBe(true);
  });

  test('are free again when given back, or when the holder died', async () => {
    await Promise.all(['a', 'b', 'c'].map((holder) => take(holder)));
    await take('dies');
    expect(await take('e')).toBe(false);
    // Its last beat.
    await parts.leases.extendSlot(7, 'dies', 300);
    await eventually(() => take('e'));
    expect(await take('f')).toBe(false);
    await parts.leases.freeSlot(7, 'a');
    expect(await take('f')).toBe(true);
  });

  test('are kept by who extends', async () => {
    await Promise.all(['a', 'b', 'c'].map((holder) => take(holder)));
    await take('long', 400);
    await parts.leases.extendSlot(7, 'long', 60_000);
    await parts.leases.takeSlot(7, 'soon over', 5, 300);
    const until = Number(await parts.redis.zscore(key('slots', 7), 'long'));
    expect(until - (await parts.leases.now()).getTime()).toBeGreaterThan(50_000);
    expect(await parts.redis.pttl(key('slots', 7))).toBeGreaterThan(50_000);
  });

  test('are not taken by extending: a beat that comes too late keeps nothing', async () => {
    await take('a');
    await parts.leases.freeSlot(7, 'a');
    await parts.leases.extendSlot(7, 'a', 60_000);
    expect(await parts.redis.zcard(key('slots', 7))).toBe(0);
  });

  test('count a holder once that takes again', async () => {
    for (let at = 0; at < 5; at += 1) expect(await take('a')).toBe(true);
    expect(await parts.redis.zcard(key('slots', 7))).toBe(1);
  });
});

describe('a budget', () => {
  test('is never overdrawn, and begins anew after its window', async () => {
    const spend = () => parts.leases.spend('pulls', 3, 60);
    const spent = await Promise.all(Array.from({ length: 8 }, spend));
    expect(spent.filter(Boolean)).toHaveLength(3);
    expect(Number(await parts.redis.get(key('budget', 'pulls')))).toBe(3);
    const left = await parts.redis.ttl(key('budget', 'pulls'));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60);
    await parts.redis.pexpire(key('budget', 'pulls'), 300);
    await eventually(spend);
  });

  test('of first syncs is 60 a minute for each installation', async () => {
    const may = await Promise.all(Array.from({ length: 70 }, () => parts.pace.mayStart(7)));
    expect(may.filter(Boolean)).toHaveLength(60);
    expect(await parts.pace.mayStart(8)).toBe(true);
  });
});

describe('a lease', () => {
  test('is held by one process, which may keep it; another gets it when it is released or over', async () => {
    expect(await parts.leases.hold('tick', 'a', 60_000)).toBe(true);
    expect(await other.leases.hold('tick', 'b', 60_000)).toBe(false);
    expect(await parts.leases.hold('tick', 'a', 60_000)).toBe(true);
    await other.leases.release('tick', 'b');
    expect(await other.leases.hold('tick', 'b', 60_000)).toBe(false);
    await parts.leases.release('tick', 'a');
    expect(await other.leases.hold('tick', 'b', 300)).toBe(true);
    await eventually(() => parts.leases.hold('tick', 'a', 60_000));
  });

  test('goes to one of many who ask at once', async () => {
    const held = await Promise.all(
      Array.from({ length: 10 }, (_, at) => (at % 2 ? parts : other).leases.hold('tick', `holder-${at}`, 60_000)),
    );
    expect(held.filter(Boolean)).toHaveLength(1);
  });
});

test('what is remembered ends by itself', async () => {
  await parts.leases.remember('tick', '2026-11-20', 60);
  expect(await other.leases.recall('tick')).toBe('2026-11-20');
  expect(await parts.redis.ttl(key('remember', 'tick'))).toBeGreaterThan(50);
  expect(await other.leases.recall('something else')).toBeNull();
});
