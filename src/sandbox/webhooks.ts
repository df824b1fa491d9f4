import { randomUUID } from 'node:crypto';
import { attempt, begin, type Delivery, fail, type Message, type Outgoing, type WebhookTarget } from './delivery.ts';
import { createOutbox } from './outbox.ts';

export interface Webhooks {
  target: WebhookTarget | null;
  hookId: number;
  /** The App's id. */
  targetId: number;
  send(message: Message): void;
  /** Those that were answered, in the order in which they were sent. */
  deliveries(): Delivery[];
  /** Sends the same event again under the same GUID; resolves when it was answered. */
  redeliver(guid: string): Promise<Delivery>;
  settled(): Promise<void>;
  /** Holds every delivery until `resume`. */
  pause(): void;
  resume(): void;
  /** Deliveries are gathered for a moment and sent newest first, one after the other. */
  reorder(on: boolean): void;
  /** Every delivery is made twice under one GUID. */
  double(on: boolean): void;
  /** The next `count` events are lost without a trace. */
  drop(count: number): void;
  /** The next `count` deliveries, of those that `which` accepts, are recorded as failed and never reach the receiver. */
  fail(count: number, which?: (message: Message) => boolean): void;
  stop(): void;
}

export function createWebhooks(): Webhooks {
  const made: Delivery[] = [];
  const stopping = new AbortController();
  const mode: Mode = { double: false, drop: 0, failing: [] };
  const { track, add, settled, pause, resume, reorder, stop } = createOutbox(post);

  async function post(outgoing: Outgoing): Promise<Delivery> {
    const { target, hookId, targetId } = hooks;
    if (!target) throw new Error('the sandbox has no webhook address');
    const delivery = begin(outgoing, { ...target, hookId, targetId });
    const failing = mode.failing.find(({ left, which }) => left > 0 && which(outgoing));
    if (failing) failing.left -= 1;
    const lost = failing !== undefined;
    await (lost ? fail(delivery, 'failed to connect to host', 502) : attempt(delivery, target, stopping.signal));
    made.push(delivery);
    return delivery;
  }

  const hooks: Webhooks = {
    target: null,
    hookId: 424_242,
    targetId: 0,
    send(message) {
      if (!hooks.target) return;
      if (mode.drop > 0) return void mode.drop--;
      const outgoing = { ...message, guid: randomUUID(), redelivery: false };
      add(outgoing);
      if (mode.double) add(outgoing);
    },
    deliveries: () => made.toSorted((one, other) => one.id - other.id),
    redeliver: (guid) => track(post({ ...firstOf(made, guid), redelivery: true })),
    settled,
    pause,
    resume,
    reorder,
    ...counters(mode),
    stop() {
      stop();
      stopping.abort();
    },
  };
  return hooks;
}

interface Mode {
  double: boolean;
  drop: number;
  failing: { left: number; which: (message: Message) => boolean }[];
}

function counters(mode: Mode) {
  return {
    double(on: boolean) {
      mode.double = on;
    },
    drop(count: number) {
      mode.drop = count;
    },
    fail(count: number, which: (message: Message) => boolean = () => true) {
      mode.failing.push({ left: count, which });
    },
  };
}

function firstOf(made: Delivery[], guid: string): Delivery {
  const first = made.find((delivery) => delivery.guid === guid);
  if (!first) throw new Error(`there was no delivery ${guid}`);
  return first;
}
