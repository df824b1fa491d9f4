import { MINUTE } from '../core/duration.ts';
import type { PushReport, RefReport } from '../core/ref-report.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Looked } from '../core/schedule.ts';
import type { DueListing } from '../db/due-listings.ts';
import type { DueRef } from '../db/due-refs.ts';
import type { GitHub } from '../github/app.ts';
import { type HeadReport, readHeads } from '../github/heads.ts';
import type { Log } from '../runtime/log.ts';
import type { ElsewhereReader } from './elsewhere.ts';

/** References in one query: about one point of an installation's budget. */
const batchSize = 50;
/** Milliseconds an installation is left alone that is suspended, gone, or lacks a permission. */
const refusedRest = 10 * MINUTE;

export interface HeadsReader {
  /** Heads of those refs that GitHub answered for; `unread` are tried again in the next tick. */
  read: (
    refs: DueRef[],
    now: Date,
    listings?: DueListing[],
  ) => Promise<{
    heads: Map<string, HeadReport>;
    unread: string[];
    /** The last push to each of `listings` that GitHub showed, by the repository's id. */
    pushed: Map<number, string>;
  }>;
}

/** What is asked of a repository: the head of a branch, or, where none is due, the repository alone. */
type Asked = Omit<DueListing, 'pushedAt'> & { key: string; branch: string | null; track?: string; tags?: boolean };

/**
 * Reads heads with installation tokens. Public upstreams share batches, whoever's link it is, and the batches go round
 * the installations; a private one is asked for with the token of an installation that follows it. An installation
 * that GitHub limits is left alone until GitHub's time has come.
 */
export function createHeadsReader(
  github: Pick<GitHub, 'asInstallation'>,
  /** null: this dispatcher has no git, and asks GitHub alone. */
  elsewhere: ElsewhereReader | null,
  log: Log,
): HeadsReader {
  const restsUntil = new Map<number, number>();
  let round = 0;

  const readBatch = async (installationId: number, batch: Asked[], now: Date) => {
    const read = await readHeads(github.asInstallation(installationId), batch);
    if (!isRefusal(read)) return read;
    restsUntil.set(installationId, restAfter(read, now));
    log.warn({ installationId, reason: read.reason, detail: read.detail, refs: batch.length }, 'Could not read heads');
    return null;
  };

  return {
    read: async (refs, now, listings = []) => {
      const apart = elsewhere?.read(
        refs.filter(({ url }) => url !== null),
        now,
      );
      const wanted = refs.filter(({ url }) => url === null);
      const heads = new Map<string, HeadReport>();
      const pushed = new Map<number, string>();
      for (const batch of batches(asked(wanted, listings))) {
        const may = [...new Set(batch.map((ref) => ref.installationId))].filter(
          (id) => (restsUntil.get(id) ?? 0) <= now.getTime(),
        );
        const installationId = may[round % may.length];
        round += 1;
        if (installationId === undefined) continue;
        const read = await readBatch(installationId, batch, now);
        for (const [refId, head] of read?.heads ?? []) heads.set(refId, head);
        for (const [repositoryId, at] of read?.pushed ?? []) pushed.set(repositoryId, at);
      }
      for (const [refId, head] of (await apart) ?? []) heads.set(refId, head);
      const able = elsewhere === null ? wanted : refs;
      return { heads, pushed, unread: able.filter((ref) => !heads.has(ref.refId)).map((ref) => ref.refId) };
    },
  };
}

/** An outage is tried again in the next tick; an installation that GitHub refuses only after a while. */
function restAfter(refusal: Refusal, now: Date): number {
  if (refusal.notBefore) return Date.parse(refusal.notBefore);
  return now.getTime() + (refusal.reason === 'github-unavailable' ? 0 : refusedRest);
}

/** The push comes with the head of any branch. */
function asked(refs: readonly DueRef[], listings: readonly DueListing[]): Asked[] {
  const due = new Set(refs.map(({ repositoryId }) => repositoryId));
  const alone = listings.filter(({ repositoryId }) => !due.has(repositoryId));
  return [
    ...refs.map((ref) => ({ ...ref, key: ref.refId })),
    ...alone.map((one) => ({ ...one, key: `repository ${one.repositoryId}`, branch: null })),
  ];
}

/** What has to be told of a repository whose branches somebody lists: nothing, where all know of its last push. */
export function pushReportOf(
  { repositoryId, pushedAt: known }: DueListing,
  pushed: ReadonlyMap<number, string>,
  { requestId, expiresAt }: { requestId: string; expiresAt: Date },
): PushReport | null {
  const pushedAt = new Date(pushed.get(repositoryId) ?? Number.NaN);
  if (Number.isNaN(pushedAt.getTime()) || (known !== null && pushedAt <= known)) return null;
  return {
    version: 1,
    kind: 'pushed',
    repositoryId,
    pushedAt: pushedAt.toISOString(),
    requestId,
    expiresAt: expiresAt.toISOString(),
  };
}

/** Batches of one token each: all public refs together, private ones by installation. */
export function batches<Ref extends Pick<DueRef, 'private' | 'installationId'>>(refs: Ref[]): Ref[][] {
  const groups = new Map<number | null, Ref[]>();
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
  if (head.kind === 'sha') return { head: head.sha, tags: head.tags };
  return { head: head.kind, tags: head.kind === 'no-branch' ? head.tags : null };
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
