import type { Connection } from '../db/connect.ts';
import type { GitHub } from '../github/app.ts';
import type { RedisClient } from '../redis/clients.ts';
import type { Enqueue } from '../redis/enqueue.ts';
import type { Leases } from '../redis/leases.ts';
import type { Operations } from '../redis/operations.ts';
import type { Queues } from '../redis/queues.ts';
import type { Sessions } from '../redis/sessions.ts';
import type { Env } from '../runtime/env.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from './metrics.ts';
import type { QueueAsked } from './queue-asked.ts';

/** What the parts of web share. */
export interface ServerContext {
  env: Env;
  log: Log;
  database: Connection;
  redis: RedisClient;
  queues: Queues;
  leases: Leases;
  sessions: Sessions;
  operations: Operations;
  enqueue: Enqueue;
  /** Queues in the background what was asked and written down. */
  queueAsked: QueueAsked;
  github: GitHub;
  metrics: Metrics;
  /** Wakes the loop that makes installations true. */
  wakeRefresh: () => void;
  /** Wakes the loop that reads configuration files. */
  wakeConfig: () => void;
  /** Wakes the loop that tells workers what operators stopped. */
  wakeBrakes: () => void;
  /** Aborted when web begins to stop: whatever answer would go on for long ends. */
  stopping: AbortSignal;
}
