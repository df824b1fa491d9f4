import { jobFor, type LinkRow } from '../../src/core/job.ts';
import { defaultSettings } from '../../src/core/link.ts';
import { type Job, Job as JobFormat } from '../../src/core/message.ts';
import { before, forkId, head, upstreamId } from './observed.ts';

/** A link that was answered and asks nothing. */
export function row(given: Partial<LinkRow> = {}): LinkRow {
  return {
    linkId: '5f4f2b1e-7f5c-4c5e-9a55-0d6f3f1f6a01',
    installationId: 42,
    accountType: 'User',
    upstreamInstallationId: null,
    unreadable: null,
    fork: { id: forkId, owner: 'octo', name: 'hello', branch: 'main' },
    upstream: { id: upstreamId, owner: 'up', name: 'hello', branch: 'dev' },
    upstreamRefId: '5f4f2b1e-7f5c-4c5e-9a55-0d6f3f1f6a02',
    strategy: 'pull-request',
    settings: defaultSettings,
    placed: true,
    check: null,
    configBlob: null,
    state: 'in-sync',
    reason: 'up-to-date',
    pull: null,
    mergeability: null,
    ticked: null,
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
    requestedTrigger: null,
    requestedId: null,
    pushedBefore: before,
    pushedHead: head,
    pushedDelivery: 'delivery',
    requested: 2,
    answeredRequested: 2,
    pushes: 3,
    answeredPushes: 3,
    decidedOn: head,
    answeredReadAt: null,
    retryAt: null,
    ...given,
  };
}

export const queuedAt = new Date('2026-01-02T03:04:05.678Z');

/** The job of that link. */
export function job(given: Partial<Job> = {}): Job {
  const cause = { operationId: 'op', trigger: 'push' as const, requestId: 'delivery', now: queuedAt };
  return JobFormat.parse({ ...jobFor(row(), cause), ...given });
}
