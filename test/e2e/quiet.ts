import { eq, inArray } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { installations, repositories, upstreamRefs } from '../../src/db/schema.ts';
import { revoked } from '../../src/redis/leases.ts';
import { eventually, type Ring } from '../support/ring.ts';
import type { LinkRow } from './scene.ts';

const results = 'backstroke:queue:results';

/** Whether everything that was asked of the link is answered. One that is off, or whose fork the App left, answers nothing. */
export async function isAnswered(ring: Ring, row: LinkRow): Promise<boolean> {
  const { db } = ring.database;
  const [ref] = await db.select().from(upstreamRefs).where(eq(upstreamRefs.id, row.upstreamRefId));
  if (row.requested === row.answeredRequested && ref?.pushes === row.answeredPushes) return true;
  const [fork] = await db.select().from(repositories).where(eq(repositories.id, row.forkId));
  return row.off !== null || !row.enabled || fork?.installationId === null;
}

/** Resolves when no operation of the link, or of any, waits, runs or is on its way to the tables, and what follows the last one is written down. */
export async function free(ring: Ring, linkId = '*'): Promise<void> {
  const redis = new Redis(ring.redis.url);
  const valuesOf = async (kind: string) => {
    const keys = await redis.keys(`backstroke:${kind}:${linkId}`);
    return keys.length === 0 ? [] : redis.mget(keys);
  };
  const isTold = async () =>
    linkId === '*'
      ? (await redis.zcard(results)) > 0
      : (await redis.hvals(`${results}:Q`)).some((message) => message.includes(linkId));
  let looks = 0;
  try {
    await eventually(
      async () => {
        const held = (await Promise.all(['queued', 'lock', 'answering'].map(valuesOf))).flat();
        // A tick that read the tables before the answer was applied marks the link a moment later.
        const none = held.every((value) => value === null || value === revoked) && !(await isTold());
        looks = none ? looks + 1 : 0;
        return looks >= 3;
      },
      { what: `no operation of ${linkId} waits or runs` },
    );
  } finally {
    redis.disconnect();
  }
}

/** Resolves when web has read everything again that it was to read of the fork and of the installations at both ends. */
export async function reread(ring: Ring, row: LinkRow, installation: number): Promise<void> {
  const { db } = ring.database;
  const now = new Date();
  /** What GitHub refused comes much later. */
  const waits = (requestedAt: Date | null, retryAt: Date | null) =>
    requestedAt !== null && (retryAt === null || retryAt <= now);
  await eventually(
    async () => {
      const [ref] = await db.select().from(upstreamRefs).where(eq(upstreamRefs.id, row.upstreamRefId));
      const ends = await db
        .select()
        .from(repositories)
        .where(inArray(repositories.id, [row.forkId, ref?.repositoryId ?? 0]));
      const ids = [installation, ...ends.flatMap(({ installationId }) => installationId ?? [])];
      const all = await db.select().from(installations).where(inArray(installations.id, ids));
      const fork = ends.find(({ id, installationId }) => id === row.forkId && installationId !== null);
      return !(
        all.some(({ refreshRequestedAt, refreshRetryAt }) => waits(refreshRequestedAt, refreshRetryAt)) ||
        (fork && waits(fork.configRequestedAt, fork.configRetryAt))
      );
    },
    { what: `what was asked about ${row.name} is read` },
  );
}
