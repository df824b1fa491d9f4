import type { Redis } from 'ioredis';
import { createLines, type Lines } from './lines.ts';

/** Seconds a marker says "queued": longer than any job waits, so that a lost job is asked for again. */
export const markerSeconds = 15 * 60;
/** Seconds a marker holds before its job was sent: who dies in between costs this, not 15 minutes. */
const sendingSeconds = 15;
/** Seconds for which it is remembered that operations of a link began and none ended. */
const begunSeconds = 60 * 60;
/** Seconds a result may take to the tables before its link is looked at again: web may be away. */
const answeringSeconds = markerSeconds;
/** Seconds after which nothing waits in a queue that was written before: a job expires. */
const replacedSeconds = 24 * 60 * 60;
/** Seconds a revocation is remembered: what was queued before it is expired by then. */
const revokedSeconds = 24 * 60 * 60;
/** The value of a marker whose queued job must not run. */
export const revoked = 'revoked';

/** Short-lived agreements between processes. All of them are an economy: no decision is wrong when they vanish. */
export interface Leases extends Lines {
  /** Marks `operationId` as the queued operation of a link, or tells which one is. Short-lived until `keepMark`. */
  mark: (linkId: string, operationId: string) => Promise<{ marked: boolean; operationId: string }>;
  /** The job was sent: the marker stays as long as jobs may wait. */
  keepMark: (linkId: string, operationId: string) => Promise<void>;
  marker: (linkId: string) => Promise<string | null>;
  /** Removes the marker if it is still this operation's. */
  unmark: (linkId: string, operationId: string) => Promise<void>;
  /** What is queued for the link must not run: overwrites the marker, which is never removed by this. */
  revoke: (linkId: string) => Promise<void>;
  /** When the link was revoked last, by the clock all processes share: longer known than the marker. null: not in the last day. */
  revokedAt: (linkId: string) => Promise<Date | null>;
  /** The new operation of a link that was revoked and is enabled again. */
  overwrite: (linkId: string, operationId: string) => Promise<void>;
  /** The link's `requests`th ask changed what is to be done, in this operation: what was queued of it before does not know. */
  replaced: (linkId: string, requests: number, operationId: string) => Promise<void>;
  /** The operation that replaced what was queued after this many asks; null: there was none. */
  replacedAfter: (linkId: string, requests: number) => Promise<string | null>;
  /** A result of the link is on its way to the tables: until it is there, its rows say what was before. */
  answering: (linkId: string, operationId: string) => Promise<void>;
  isAnswering: (linkId: string) => Promise<boolean>;
  isRunning: (linkId: string) => Promise<boolean>;
  /** The result is in the tables. */
  answered: (linkId: string, operationId: string) => Promise<void>;
  /** Of these links, those that have a marker, a lock or a result on its way. */
  busy: (linkIds: string[]) => Promise<Set<string>>;
  /** Takes the link's lock; who holds it already keeps it. */
  lock: (linkId: string, holder: string, ms: number) => Promise<boolean>;
  extendLock: (linkId: string, holder: string, ms: number) => Promise<void>;
  unlock: (linkId: string, holder: string) => Promise<void>;
  /** One of `limit` places of an installation; false when all are taken. */
  takeSlot: (installationId: number, holder: string, limit: number, ms: number) => Promise<boolean>;
  extendSlot: (installationId: number, holder: string, ms: number) => Promise<void>;
  freeSlot: (installationId: number, holder: string) => Promise<void>;
  /** Counts that an operation of the link began; how many began since one ended (or was forgotten after an hour). */
  begin: (linkId: string) => Promise<number>;
  /** Takes back what `begin` counted last. */
  unbegin: (linkId: string) => Promise<void>;
  end: (linkId: string) => Promise<void>;
  /** Counts one use in a window of `windowSeconds`; false (and not counted) when `limit` are used up. */
  spend: (budget: string, limit: number, windowSeconds: number) => Promise<boolean>;
  /** What is used up of a window that `spend` counts in. */
  spent: (budget: string) => Promise<number>;
  /** Takes or keeps a lease for `holder`. */
  hold: (lease: string, holder: string, ms: number) => Promise<boolean>;
  release: (lease: string, holder: string) => Promise<void>;
  remember: (name: string, value: string, seconds: number) => Promise<void>;
  recall: (name: string) => Promise<string | null>;
  /** The clock all processes share. */
  now: () => Promise<Date>;
}

const scripts = {
  mark: `local held = redis.call('GET', KEYS[1]) if held then return held end
    redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) return ARGV[1]`,
  revoke: `local t = redis.call('TIME')
    redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
    return redis.call('SET', KEYS[2], string.format('%.0f', t[1] * 1000 + math.floor(t[2] / 1000)), 'EX', ARGV[3])`,
  removeIfMine: `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`,
  extendIfMine: `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`,
  hold: `local held = redis.call('GET', KEYS[1]) if held and held ~= ARGV[1] then return 0 end
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) return 1`,
  takeSlot: `local t = redis.call('TIME') local now = t[1] * 1000 + math.floor(t[2] / 1000)
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
    if not redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
    redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
    redis.call('PEXPIRE', KEYS[1], math.max(ARGV[3], redis.call('PTTL', KEYS[1]))) return 1`,
  extendSlot: `local t = redis.call('TIME') local now = t[1] * 1000 + math.floor(t[2] / 1000)
    redis.call('ZADD', KEYS[1], 'XX', now + ARGV[2], ARGV[1])
    return redis.call('PEXPIRE', KEYS[1], math.max(ARGV[2], redis.call('PTTL', KEYS[1])))`,
  begin: `local begun = redis.call('INCR', KEYS[1]) redis.call('EXPIRE', KEYS[1], ARGV[1]) return begun`,
  unbegin: `if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('DECR', KEYS[1]) end return 0`,
  spend: `local used = tonumber(redis.call('GET', KEYS[1]) or '0') if used >= tonumber(ARGV[1]) then return 0 end
    if redis.call('INCR', KEYS[1]) == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end return 1`,
};

export function createLeases(redis: Redis, namespace: string): Leases {
  const key = (kind: string, id: string | number) => `${namespace}:${kind}:${id}`;
  const run = (script: keyof typeof scripts, at: string, ...values: (string | number)[]): Promise<unknown> =>
    redis.eval(scripts[script], 1, at, ...values);

  return {
    ...createLines(redis, namespace, markerSeconds),
    mark: async (linkId, operationId) => {
      const held = String(await run('mark', key('queued', linkId), operationId, sendingSeconds));
      return { marked: held === operationId, operationId: held };
    },
    keepMark: async (linkId, operationId) => {
      await run('extendIfMine', key('queued', linkId), operationId, markerSeconds * 1000);
    },
    marker: (linkId) => redis.get(key('queued', linkId)),
    unmark: async (linkId, operationId) => {
      await run('removeIfMine', key('queued', linkId), operationId);
    },
    revoke: async (linkId) => {
      const keys = [key('queued', linkId), key('revoked', linkId)];
      await redis.eval(scripts.revoke, 2, ...keys, revoked, markerSeconds, revokedSeconds);
    },
    revokedAt: async (linkId) => {
      const at = await redis.get(key('revoked', linkId));
      return at === null ? null : new Date(Number(at));
    },
    overwrite: async (linkId, operationId) => {
      await redis.set(key('queued', linkId), operationId, 'EX', sendingSeconds);
    },
    replaced: async (linkId, requests, operationId) => {
      await redis.set(key('replaced', linkId), `${requests} ${operationId}`, 'EX', replacedSeconds);
    },
    replacedAfter: async (linkId, requests) => {
      const [asked = '', operationId = null] = (await redis.get(key('replaced', linkId)))?.split(' ') ?? [];
      return Number(asked) > requests ? operationId : null;
    },
    answering: async (linkId, operationId) => {
      await redis.set(key('answering', linkId), operationId, 'EX', answeringSeconds);
    },
    isRunning: async (linkId) => (await redis.exists(key('lock', linkId))) === 1,
    isAnswering: async (linkId) => (await redis.exists(key('answering', linkId))) === 1,
    answered: async (linkId, operationId) => {
      await run('removeIfMine', key('answering', linkId), operationId);
    },
    busy: async (linkIds) => {
      if (linkIds.length === 0) return new Set();
      const kinds = ['queued', 'lock', 'answering'];
      const values = await redis.mget(...linkIds.flatMap((id) => kinds.map((kind) => key(kind, id))));
      return new Set(linkIds.filter((_, at) => kinds.some((__, kind) => values[at * kinds.length + kind] !== null)));
    },
    lock: async (linkId, holder, ms) => (await run('hold', key('lock', linkId), holder, ms)) === 1,
    extendLock: async (linkId, holder, ms) => {
      await run('extendIfMine', key('lock', linkId), holder, ms);
    },
    unlock: async (linkId, holder) => {
      await run('removeIfMine', key('lock', linkId), holder);
    },
    takeSlot: async (installationId, holder, limit, ms) =>
      (await run('takeSlot', key('slots', installationId), holder, limit, ms)) === 1,
    extendSlot: async (installationId, holder, ms) => {
      await run('extendSlot', key('slots', installationId), holder, ms);
    },
    freeSlot: async (installationId, holder) => {
      await redis.zrem(key('slots', installationId), holder);
    },
    begin: async (linkId) => Number(await run('begin', key('begun', linkId), begunSeconds)),
    unbegin: async (linkId) => {
      await run('unbegin', key('begun', linkId));
    },
    end: async (linkId) => {
      await redis.del(key('begun', linkId));
    },
    spend: async (budget, limit, windowSeconds) =>
      (await run('spend', key('budget', budget), limit, windowSeconds)) === 1,
    spent: async (budget) => Number((await redis.get(key('budget', budget))) ?? 0),
    hold: async (lease, holder, ms) => (await run('hold', key('lease', lease), holder, ms)) === 1,
    release: async (lease, holder) => {
      await run('removeIfMine', key('lease', lease), holder);
    },
    remember: async (name, value, seconds) => {
      await redis.set(key('remember', name), value, 'EX', seconds);
    },
    recall: (name) => redis.get(key('remember', name)),
    now: async () => {
      const [seconds, microseconds] = await redis.time();
      return new Date(Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000));
    },
  };
}
