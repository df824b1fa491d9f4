import type { CheckJob } from '../core/check-message.ts';
import type { LinkJob, QueuedJob } from '../core/message.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Outcome } from '../core/result.ts';
import type { UnstageJob } from '../core/unstage-message.ts';
import type { Leases } from '../redis/leases.ts';
import type { Operations } from '../redis/operations.ts';
import type { Queues } from '../redis/queues.ts';
import type { Log } from '../runtime/log.ts';
import type { Answered } from './answer-commit.ts';
import type { Deaths } from './deaths.ts';
import type { Unstaged } from './unstage.ts';
import type { Waiting } from './waiting.ts';

/** What the running of jobs needs. */
export interface RunContext {
  queues: Queues;
  leases: Leases;
  operations: Operations;
  /** Reads GitHub, decides, acts. Throws for bugs alone. */
  sync: (job: LinkJob) => Promise<Outcome>;
  /** Whether an operator stopped what a job is about. */
  braked: (job: QueuedJob) => Promise<boolean>;
  /** Looks at a commit, and answers it with a check run. Throws for bugs, and `Braked`. */
  answer: (job: CheckJob) => Promise<Answered | Refusal>;
  /** Removes what a link left in its fork. Throws for bugs alone. */
  unstage: (job: UnstageJob) => Promise<Unstaged | Refusal>;
  log: Log;
  /** Name of this worker in `handledBy`. */
  name: string;
  webUrl: string;
  visibilitySeconds: number;
  /** Aborted when the worker has to hand back what it holds. */
  giveUp: AbortSignal;
  deaths: Deaths;
  waiting: Waiting;
}
