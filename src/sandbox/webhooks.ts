import { createHmac, randomUUID } from 'node:crypto';

export interface WebhookTarget {
  url: string;
  secret: string;
}

export interface Delivery {
  id: number;
  guid: string;
  event: string;
  action: string | null;
  installationId: number | null;
  repositoryId: number | null;
  deliveredAt: string;
  redelivery: boolean;
  /** Seconds. */
  duration: number;
  status: string;
  statusCode: number;
  url: string;
  payload: Record<string, unknown>;
  request: { headers: Record<string, string> };
  response: { headers: Record<string, string>; body: string };
}

export interface Message {
  event: string;
  action: string | null;
  installationId: number | null;
  repositoryId: number | null;
  payload: Record<string, unknown>;
}

interface Outgoing extends Message {
  guid: string;
  redelivery: boolean;
}

export interface Webhooks {
  target: WebhookTarget | null;
  hookId: number;
  /** The App's id. */
  targetId: number;
  send(message: Message): void;
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
  /** The next `count` deliveries are recorded as failed and never reach the receiver. */
  fail(count: number): void;
  stop(): void;
}

/** How long deliveries are gathered while `reorder` is on. */
const gatherMs = 30;
/** GitHub ends a delivery after 10 seconds. */
const timeoutMs = 10_000;

export function createWebhooks(): Webhooks {
  const made: Delivery[] = [];
  const flying = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  const mode = { paused: false, reorder: false, double: false, drop: 0, fail: 0 };
  let held: Outgoing[] = [];
  let gathering: NodeJS.Timeout | null = null;
  let nextId = 12_000_000;

  function track<T>(promise: Promise<T>): Promise<T> {
    flying.add(promise);
    const done = () => flying.delete(promise);
    promise.then(done, done);
    return promise;
  }

  async function post(outgoing: Outgoing): Promise<Delivery> {
    const target = hooks.target;
    if (!target) throw new Error('the sandbox has no webhook address');
    const delivery = begin(outgoing, { ...target, hookId: hooks.hookId, targetId: hooks.targetId }, ++nextId);
    const lost = mode.fail > 0 && mode.fail-- > 0;
    await (lost ? fail(delivery, 'failed to connect to host', 502) : attempt(delivery, target, stopping.signal));
    made.push(delivery);
    return delivery;
  }

  function release() {
    gathering = null;
    if (mode.paused) return;
    const batch = held;
    held = [];
    if (!mode.reorder) for (const outgoing of batch) track(post(outgoing));
    else track(inTurn(batch.reverse(), post));
  }

  function dispatch(outgoing: Outgoing) {
    if (!mode.paused && !mode.reorder) return void track(post(outgoing));
    held.push(outgoing);
    if (!mode.paused) gathering ??= setTimeout(release, gatherMs);
  }

  async function settled() {
    while (flying.size > 0 || gathering) {
      await Promise.allSettled([...flying]);
      if (gathering) await new Promise((resolve) => setTimeout(resolve, gatherMs));
    }
  }

  const hooks: Webhooks = {
    target: null,
    hookId: 424_242,
    targetId: 0,
    send(message) {
      if (!hooks.target) return;
      if (mode.drop > 0) return void mode.drop--;
      const outgoing = { ...message, guid: randomUUID(), redelivery: false };
      dispatch(outgoing);
      if (mode.double) dispatch(outgoing);
    },
    deliveries: () => [...made],
    redeliver(guid) {
      const first = made.find((delivery) => delivery.guid === guid);
      if (!first) throw new Error(`there was no delivery ${guid}`);
      return track(post({ ...first, guid, redelivery: true }));
    },
    settled,
    pause() {
      mode.paused = true;
    },
    resume() {
      mode.paused = false;
      release();
    },
    reorder(on) {
      if (!on) release();
      mode.reorder = on;
    },
    double(on) {
      mode.double = on;
    },
    drop(count) {
      mode.drop = count;
    },
    fail(count) {
      mode.fail = count;
    },
    stop() {
      if (gathering) clearTimeout(gathering);
      gathering = null;
      held = [];
      stopping.abort();
    },
  };
  return hooks;
}

async function inTurn(batch: Outgoing[], post: (outgoing: Outgoing) => Promise<unknown>): Promise<void> {
  for (const outgoing of batch) await post(outgoing);
}

function begin(outgoing: Outgoing, target: WebhookTarget & { hookId: number; targetId: number }, id: number): Delivery {
  const { guid, event, action, installationId, repositoryId, redelivery, payload } = outgoing;
  const headers = {
    Accept: '*/*',
    'Content-Type': 'application/json',
    'User-Agent': 'GitHub-Hookshot/0000000',
    'X-GitHub-Delivery': guid,
    'X-GitHub-Event': event,
    'X-GitHub-Hook-ID': String(target.hookId),
    'X-GitHub-Hook-Installation-Target-ID': String(target.targetId),
    'X-GitHub-Hook-Installation-Target-Type': 'integration',
    'X-Hub-Signature-256': sign(target.secret, JSON.stringify(payload)),
  };
  const answer = { duration: 0, status: 'pending', statusCode: 0, response: { headers: {}, body: '' } };
  const made = { id, deliveredAt: new Date().toISOString(), url: target.url, request: { headers } };
  return { ...made, guid, event, action, installationId, repositoryId, redelivery, payload, ...answer };
}

export function sign(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

async function attempt(delivery: Delivery, target: WebhookTarget, stopping: AbortSignal): Promise<void> {
  const started = performance.now();
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping]);
    const { headers } = delivery.request;
    const body = JSON.stringify(delivery.payload);
    const response = await fetch(target.url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    delivery.response = { headers: Object.fromEntries(response.headers), body: await response.text() };
    delivery.statusCode = response.status;
    delivery.status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`;
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    fail(delivery, late ? 'timed out' : 'failed to connect to host', late ? 504 : 502);
  }
  delivery.duration = (performance.now() - started) / 1000;
}

function fail(delivery: Delivery, status: string, statusCode: number): void {
  delivery.status = status;
  delivery.statusCode = statusCode;
}
