import { readFileSync } from 'node:fs';
import type { Reason } from '../../../core/reason.ts';
import { type Brake, listBrakes } from '../../../db/brakes.ts';
import { type DeadLetter, deadLetters } from '../../../db/dead-letters.ts';
import { sizes, troublesByReason } from '../../../db/operator.ts';
import { jobQueues, type Queue } from '../../../redis/queues.ts';
import { missingParts } from '../../../runtime/missing.ts';
import type { ServerContext } from '../../context.ts';

/** Dead letters that are shown at once. */
export const shownDeadLetters = 20;

/** What operators look at. */
export interface OperatorFacts {
  brakes: Brake[];
  /** `depth` null: Redis is away. `oldest`: when the message that waits longest was sent. */
  queues: { name: Queue; depth: number | null; oldest: Date | null }[];
  deadLetters: { total: number; data: DeadLetter[] };
  troubles: { reason: Reason; count: number }[];
  /** When a dispatcher looked last; null: not in the last day, or Redis is away. */
  lastTick: Date | null;
  /** Pull requests of this hour; null: they are not limited. */
  pulls: { used: number | null; limit: number } | null;
  links: number;
  installations: number;
  versions: Record<'Backstroke' | 'Node.js' | 'PostgreSQL' | 'Redis', string>;
  missing: string[];
}

type Context = Pick<ServerContext, 'database' | 'env' | 'queues' | 'leases' | 'redis'>;

/** Everything that can be known now: what only Redis knows is left out while it is away. */
export async function operatorFacts({ database: { db }, env, queues, leases, redis }: Context): Promise<OperatorFacts> {
  const away = () => null;
  const queue = async (name: Queue) => ({
    name,
    depth: await queues.depth(name).catch(away),
    oldest: await queues.oldest(name).catch(away),
  });
  const [brakes, letters, troubles, size, tick, used, server, ...waiting] = await Promise.all([
    listBrakes(db),
    deadLetters(db, { page: 1, perPage: shownDeadLetters }),
    troublesByReason(db),
    sizes(db),
    leases.recall('tick').catch(away),
    leases.spent('pulls').catch(away),
    redis.redis.info('server').catch(away),
    ...[...jobQueues, 'results' as const].map(queue),
  ]);
  const { postgres, ...counts } = size;
  return {
    ...counts,
    brakes,
    queues: waiting,
    deadLetters: letters,
    troubles,
    lastTick: tick === null ? null : new Date(tick),
    pulls: env.PULLS_PER_HOUR === null ? null : { used, limit: env.PULLS_PER_HOUR },
    versions: {
      Backstroke: ownVersion(),
      'Node.js': process.versions.node,
      PostgreSQL: postgres,
      Redis: /redis_version:(\S+)/.exec(server ?? '')?.[1] ?? 'away',
    },
    missing: missingParts(env),
  };
}

function ownVersion(): string {
  const file = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(file) as { version?: unknown }).version);
}
