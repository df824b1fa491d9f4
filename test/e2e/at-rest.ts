import { setImmediate as turn } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { eventually, type Ring } from '../support/ring.ts';

const results = 'backstroke:queue:results:Q';

/** Once no operation of the link runs: what it wrote into its worker's log before it let go of the lock can be read. */
export async function notRunning(ring: Ring, linkId: string): Promise<void> {
  await once(
    ring,
    `no operation of ${linkId} runs`,
    async (redis) => !(await redis.exists(`backstroke:lock:${linkId}`)),
  );
  // The lines are there, and may be read after the answer of Redis in the same turn.
  await turn();
}

/** Once no operation of the link waits or runs, and what follows the result of the last one is written down. */
export async function atRest(ring: Ring, linkId: string): Promise<void> {
  let free = 0;
  await once(ring, `no operation of ${linkId} waits or runs`, async (redis) => {
    const held = await redis.exists(...['queued', 'lock', 'answering'].map((kind) => `backstroke:${kind}:${linkId}`));
    const told = (await redis.hvals(results)).some((message) => message.includes(linkId));
    free = held === 0 && !told ? free + 1 : 0;
    // A tick that read the tables before the answer was applied marks the link a moment later.
    return free >= 3;
  });
}

async function once(ring: Ring, what: string, look: (redis: Redis) => Promise<boolean>): Promise<void> {
  const redis = new Redis(ring.redis.url);
  try {
    await eventually(() => look(redis), { what });
  } finally {
    redis.disconnect();
  }
}
