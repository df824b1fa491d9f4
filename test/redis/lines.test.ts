import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aJob, aRow } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';
import { aWorker, queueJob } from '../support/worker.ts';

let parts: RedisParts;
const line = { queue: 'later', installationId: 7 } as const;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
});
afterEach(() => parts.stop());

describe('a line', () => {
  const ahead = (linkId: string) => parts.leases.aheadInLine(line, linkId);

  test('is in the order in which its operations become due, and moves up when one begins', async () => {
    const { joinLine, leaveLine, lineLength } = parts.leases;
    await joinLine(line, 'delayed', 30);
    await joinLine(line, 'first', 0);
    await joinLine(line, 'second', 1);
    expect(await Promise.all(['first', 'second', 'delayed'].map(ahead))).toEqual([0, 1, 2]);
    expect(await lineLength(line)).toBe(3);
    await leaveLine(line, 'first');
    expect(await Promise.all(['second', 'delayed'].map(ahead))).toEqual([0, 1]);
    expect(await lineLength(line)).toBe(2);
  });

  test('is one of each installation and queue', async () => {
    await parts.leases.joinLine(line, 'link', 0);
    for (const other of [
      { ...line, queue: 'now' as const },
      { ...line, installationId: 8 },
    ]) {
      expect(await parts.leases.lineLength(other)).toBe(0);
      await parts.leases.leaveLine(other, 'link');
    }
    expect(await parts.leases.lineLength(line)).toBe(1);
  });

  test('has a link once, and nobody in front of one that is not in it', async () => {
    for (let at = 0; at < 3; at += 1) await parts.leases.joinLine(line, 'link', 0);
    expect(await parts.leases.lineLength(line)).toBe(1);
    expect(await ahead('stranger')).toBe(0);
  });

  test('forgets who does not leave: their process died', async () => {
    await parts.leases.joinLine(line, 'dead', -16 * 60);
    expect(await parts.leases.lineLength(line)).toBe(0);
    await parts.leases.joinLine(line, 'alive', 0);
    expect(await ahead('alive')).toBe(0);
    expect(await parts.leases.lineLength(line)).toBe(1);
  });
});

describe('who is queued', () => {
  const row = aRow();
  const push = { queue: 'push', installationId: row.installationId } as const;

  test('stands in the line of its queue', async () => {
    await parts.enqueue(row, { trigger: 'push', requestId: null });
    expect(await parts.leases.lineLength(push)).toBe(1);
  });

  test.each(['done', 'dropped'] as const)('leaves it when the operation was %s', async (became) => {
    const job = aJob({ installationId: row.installationId });
    await queueJob(parts, job);
    expect(await parts.leases.lineLength(push)).toBe(1);
    if (became === 'dropped') await parts.leases.revoke(job.linkId);
    expect(await aWorker(parts).runNext('push')).toBe(became);
    expect(await parts.leases.lineLength(push)).toBe(0);
  });

  test('does not, when nothing was queued', async () => {
    await parts.enqueue(row, { trigger: 'push', requestId: null, recheck: async () => null });
    expect(await parts.leases.lineLength(push)).toBe(0);
  });
});

describe('the share of an installation', () => {
  const fill = async (count: number) => {
    for (let at = 0; at < count; at += 1) await parts.leases.joinLine(line, `link-${at}`, 0);
  };

  test('is what its line has room for, less what this pass took', async () => {
    await fill(58);
    const shares = parts.pace.shares();
    expect(await shares.left(line)).toBe(2);
    shares.took(line);
    expect(await shares.left(line)).toBe(1);
    shares.took(line);
    expect(await shares.left(line)).toBe(0);
    expect(await shares.left({ ...line, installationId: 8 })).toBe(60);
    expect(await shares.left({ ...line, queue: 'push' })).toBe(60);
  });

  test('is none when more wait than should', async () => {
    await fill(61);
    expect(await parts.pace.shares().left(line)).toBe(0);
  });
});
