import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Reason } from '../core/reason.ts';
import { jobQueues, type Queues } from '../redis/queues.ts';

export interface Metrics {
  delivery: (given: { event: string; outcome: 'recorded' | 'repeated' | 'ignored' | 'refused' | 'failed' }) => void;
  result: (given: { reason: Reason; applied: boolean }) => void;
  request: (given: { status: number; graphql: string | null }) => void;
  /** Prometheus text format. */
  text: () => Promise<{ contentType: string; body: string }>;
}

/** Counters of this web process, and the depth of the queues as Redis has it when asked. */
export function createMetrics(queues: Queues): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const deliveries = new Counter({
    name: 'backstroke_deliveries_total',
    help: 'Deliveries received, by event and what became of them',
    labelNames: ['event', 'outcome'],
    registers,
  });
  const results = new Counter({
    name: 'backstroke_results_total',
    help: 'Results of operations, by reason, and whether they were news',
    labelNames: ['reason', 'applied'],
    registers,
  });
  const requests = new Counter({
    name: 'backstroke_github_requests_total',
    help: 'Requests of web to GitHub',
    labelNames: ['status', 'api'],
    registers,
  });
  new Gauge({
    name: 'backstroke_queue_depth',
    help: 'Messages in each queue, hidden and delayed ones included; -1 when Redis is away',
    labelNames: ['queue'],
    registers,
    async collect() {
      for (const queue of [...jobQueues, 'results'] as const) {
        this.set({ queue }, await queues.depth(queue).catch(() => -1));
      }
    },
  });
  return {
    delivery: (labels) => deliveries.inc(labels),
    result: ({ reason, applied }) => results.inc({ reason, applied: String(applied) }),
    request: ({ status, graphql }) =>
      requests.inc({ status: String(status), api: graphql === null ? 'rest' : 'graphql' }),
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
