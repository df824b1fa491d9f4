import { createHmac } from 'node:crypto';

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

export interface Outgoing extends Message {
  guid: string;
  redelivery: boolean;
}

/** GitHub ends a delivery after 10 seconds. */
const timeoutMs = 10_000;
/** Like GitHub's, ids only grow. */
let lastId = 12_000_000;

export function begin(outgoing: Outgoing, target: WebhookTarget & { hookId: number; targetId: number }): Delivery {
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
  const made = { id: ++lastId, deliveredAt: new Date().toISOString(), url: target.url, request: { headers } };
  return { ...made, guid, event, action, installationId, repositoryId, redelivery, payload, ...answer };
}

export function sign(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export async function attempt(delivery: Delivery, target: WebhookTarget, stopping: AbortSignal): Promise<void> {
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

export function fail(delivery: Delivery, status: string, statusCode: number): void {
  delivery.status = status;
  delivery.statusCode = statusCode;
}
