import { MINUTE } from '../core/duration.ts';
import type { RefReport } from '../core/ref-report.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Looked } from '../core/schedule.ts';
import type { DueRef } from '../db/due-refs.ts';
import type { GitHub } from '../github/app.ts';
import { type HeadReport, readHeads } from '../github/heads.ts';
import type { Log } from '../runtime/log.ts';

/** References in one query: about one point of an installation's budget. */
const batchSize = 50;
/** Milliseconds an installation is left alone that is suspended, gone, or lacks a permission. */
const refusedRest = 10 * MINUTE;

export interface HeadsReader {
  /** Heads of those refs that GitHub answered for; `unread` are tried again in the next tick. */
  read: (refs: DueRef[], now: Date) => Promise<{ heads: Map<string, HeadReport>; unread: string[] }>;
}

/**
 * Reads heads with installation tokens. Public upstreams share batches, whoever's link it is, and the batches go round
 * the installations; a private one is asked for with the token of an installation that follows it. An installation
 * that GitHub limits is left alone until GitHub's time has come.
 */
export function createHeadsReader(github: Pick<GitHub, 'asInstallation'>, log: Log): HeadsReader {
  const restsUntil = new Map<number, number>();
  let round = 0;

  const readBatch = async (installationId: number, batch: DueRef[], now: Date) => {
    const requests = batch.map(({ refId, ...ref }) => ({ key: refId, ...ref }));
    const read = await readHeads(github.asInstallation(installationId), requests);
    if (!isRefusal(read)) return read.heads;
    restsUntil.set(installationId, restAfter(read, now));
    log.warn({ installationId, reason: read.reason, detail: read.detail, refs: batch.length }, 'Could not read heads');
    return new Map<string, HeadReport>();
  };

  return {
    read: async (refs, now) => {
      const heads = new Map<string, HeadReport>();
      for (const batch of batches(refs)) {
        const may = [...new Set(batch.map((ref) => ref.installationId))].filter(
          (id) => (restsUntil.get(id) ?? 0) <= now.getTime(),
        );
        const installationId = may[round % may.length];
        round += 1;
        if (installationId === undefined) continue;
        for (const [refId, head] of await readBatch(installationId, batch, now)) heads.set(refId, head);
      }
      return { heads, unread: refs.filter((ref) => !heads.has(ref.refId)).map((ref) => ref.refId) };
    },
  };
}

/** An outage is tried again in the next tick; an installation that GitHub refuses only after a while. */
function restAfter(refusal: Refusal, now: Date): number {
  if (refusal.notBefore) return Date.parse(refusal.notBefore);
  return now.getTime() + (refusal.reason === 'github-unavailable' ? 0 : refusedRest);
}

/** Batches of one token each: all public refs together, private ones by installation. */
export function batches(refs: DueRef[]): DueRef[][] {
  const groups = new Map<number | null, DueRef[]>();
  for (const ref of refs) {
    const group = ref.private ? ref.installationId : null;
    groups.set(group, [...(groups.get(group) ?? []), ref]);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / batchSize) }, (_, at) =>
      group.slice(at * batchSize, (at + 1) * batchSize),
    ),
  );
}

/** What links are compared with: the word of `decided_on` (a sha, `gone`, `no-branch` or `replaced`), and the tags. */
export function stateOf(head: HeadReport): Looked {
  return head.kind === 'sha' ? { head: head.sha, tags: head.tags } : { head: head.kind, tags: null };
}

/** What has to be told of a ref: its repository is not simply there under the name we know. null when there is nothing to tell. */
export function reportOf(ref: DueRef, head: HeadReport, now: Date, expiresAt: Date): RefReport | null {
  const named = head.kind === 'sha' || head.kind === 'no-branch' ? { owner: head.owner, name: head.name } : null;
  const renamed = named !== null && (named.owner !== ref.owner || named.name !== ref.name);
  const report = head.kind === 'sha' ? 'there' : head.kind;
  if (!renamed && (ref.reported ?? 'there') === report) return null;
  return {
    version: 1,
    kind: 'ref',
    upstreamRefId: ref.refId,
    repositoryId: ref.repositoryId,
    report: renamed && report === 'there' ? 'renamed' : report,
    owner: named?.owner ?? null,
    name: named?.name ?? null,
    readAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
