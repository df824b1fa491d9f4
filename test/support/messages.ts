import { randomUUID } from 'node:crypto';
import type { CheckJob } from '../../src/core/check-message.ts';
import type { LinkRow } from '../../src/core/job.ts';
import { defaultSettings } from '../../src/core/link.ts';
import type { Job, OperationResult } from '../../src/core/message.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import type { Outcome } from '../../src/core/result.ts';

export const sha = (letter: string): string => letter.repeat(40);
export const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const day = 86_400_000;

export function aJob(changed: Partial<Job> = {}): Job {
  return {
    version: 1,
    kind: 'sync',
    operationId: randomUUID(),
    linkId: randomUUID(),
    trigger: 'push',
    requestId: 'delivery-1',
    queuedAt: inMs(0),
    expiresAt: inMs(day),
    installationId: 7,
    accountType: 'User',
    upstreamInstallationId: null,
    unreadable: null,
    fork: { id: 1, owner: 'octo', name: 'hello', branch: 'main' },
    upstream: { id: 2, owner: 'up', name: 'hello', branch: 'main' },
    strategy: 'pull-request',
    settings: defaultSettings,
    mayOpen: true,
    check: null,
    pull: null,
    mergeability: null,
    ticked: null,
    decidedOn: null,
    configBlob: null,
    heldSince: null,
    branchSeenAt: null,
    releasedAt: null,
    lastSyncedSha: null,
    sightings: [],
    tagsDecidedOn: null,
    undoneAt: null,
    putBack: null,
    lastSyncedAt: null,
    failures: 0,
    lastReason: null,
    asked: { requests: 1, pushes: 1 },
    head: null,
    hint: null,
    ...changed,
  };
}

export function aCheckJob(changed: Partial<CheckJob> = {}): CheckJob {
  return {
    version: 1,
    kind: 'check-config',
    operationId: randomUUID(),
    checkId: randomUUID(),
    requestId: 'delivery-1',
    queuedAt: inMs(0),
    expiresAt: inMs(day),
    installationId: 7,
    accountType: 'User',
    fork: { id: 1, owner: 'octo', name: 'hello', branch: 'main' },
    headSha: sha('c'),
    compareSha: null,
    parent: { id: 2, owner: 'up', name: 'hello', branch: 'main' },
    defaults: null,
    uses: 'default',
    attempts: 1,
    links: [],
    ...changed,
  };
}

export function aRefusal(changed: Partial<Refusal> = {}): Refusal {
  return {
    refused: true,
    reason: 'github-unavailable',
    detail: 'HTTP 502',
    notBefore: null,
    unclear: false,
    ...changed,
  };
}

/** What the tables say of a link that was pushed to once and not answered. */
export function aRow(changed: Partial<LinkRow> = {}): LinkRow {
  return {
    linkId: randomUUID(),
    installationId: 7,
    accountType: 'User',
    upstreamInstallationId: null,
    unreadable: null,
    fork: { id: 1, owner: 'octo', name: 'hello', branch: 'main' },
    upstream: { id: 2, owner: 'up', name: 'hello', branch: 'main' },
    upstreamRefId: randomUUID(),
    strategy: 'pull-request',
    settings: defaultSettings,
    placed: true,
    check: null,
    state: 'in-sync',
    reason: null,
    pull: null,
    mergeability: null,
    ticked: null,
    configBlob: null,
    heldSince: null,
    branchSeenAt: null,
    releasedAt: null,
    lastSyncedSha: null,
    sightings: [],
    tagsDecidedOn: null,
    undo: null,
    undoneAt: null,
    putBack: null,
    lastSyncedAt: null,
    failures: 0,
    requested: 0,
    answeredRequested: 0,
    requestedTrigger: null,
    requestedId: null,
    pushes: 1,
    answeredPushes: 0,
    pushedBefore: sha('a'),
    pushedHead: sha('b'),
    answeredReadAt: null,
    pushedDelivery: 'delivery-1',
    decidedOn: null,
    retryAt: null,
    ...changed,
  };
}

export function aResult(changed: Partial<OperationResult> = {}): OperationResult {
  return {
    version: 1,
    kind: 'operation',
    operationId: randomUUID(),
    linkId: randomUUID(),
    requestId: 'delivery-1',
    trigger: 'push',
    asked: { requests: 0, pushes: 0 },
    readAt: inMs(0),
    expiresAt: inMs(day),
    finishedAt: inMs(0),
    reason: 'up-to-date',
    sentence: 'A sentence.',
    decidedOn: sha('b'),
    retryAt: null,
    failures: 0,
    syncedSha: null,
    missing: null,
    pull: null,
    mergeability: null,
    heldSince: null,
    branchSeen: false,
    moved: null,
    check: null,
    undo: null,
    configChanged: false,
    head: null,
    found: null,
    tagsDecidedOn: null,
    tagsLeft: null,
    seen: { fork: null, upstream: null },
    ...changed,
  };
}

export function anOutcome(changed: Partial<Outcome> = {}): Outcome {
  return { reason: 'up-to-date', plan: null, seen: null, pull: null, detail: null, notBefore: null, ...changed };
}

/** A promise and what settles it: a test decides when something that runs goes on. */
export function gate<T = void>(): { opened: Promise<T>; open: (value: T) => void } {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
