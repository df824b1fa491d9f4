import type { Job } from '../core/message.ts';
import type { Observation } from '../core/observation.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { delayOf } from '../core/sightings.ts';
import { tagsLook } from '../core/tags.ts';
import type { Gone } from '../git/reach.ts';
import type { UpstreamGit } from '../git/upstream-git.ts';
import type { HeadElsewhere } from '../github/target.ts';
import { heedBrake } from './braked.ts';
import type { PerformContext } from './decided.ts';

export type ReadContext = Pick<PerformContext, 'gateway' | 'repositoryToken' | 'now' | 'braked' | 'giveUp'> & {
  /** Asks upstreams that are not on GitHub; null: this worker has no git. */
  upstreamGit: UpstreamGit | null;
  dryRun: boolean;
};

/** What was read. `unstaged`: why commits that have to be in the fork are not, where something was refused. */
export interface Ends {
  seen: Observation;
  unstaged: Refusal | null;
}

/** Reads both ends of a link. Commits of an upstream that is not on GitHub are brought into the fork first, where nobody sees them. */
export async function readEnds(job: Job, context: ReadContext): Promise<Ends | Refusal> {
  const { url, branch } = job.upstream;
  if (!url) return read(job, context);
  const { upstreamGit, giveUp } = context;
  if (upstreamGit === null) return noGit;
  const head = await upstreamGit.headOf({ url, branch }, giveUp);
  if (isRefusal(head)) return head;
  const ends = await read(job, context, head);
  if (isRefusal(ends) || !lacksHead(job, ends.seen) || context.dryRun || giveUp.aborted) return ends;
  // Nothing is written by settings of another file.
  if (ends.seen.configBlob !== job.configBlob) return ends;
  const staged = await stage(job, ends.seen, { ...context, upstreamGit });
  return isRefusal(staged) ? { ...ends, unstaged: staged } : read(job, context, staged);
}

/** The fork can have upstream's head, and GitHub does not have it there yet. */
export function lacksHead({ fork, upstream }: Pick<Job, 'fork' | 'upstream'>, seen: Observation): boolean {
  const head = seen.upstream?.branchSha ?? null;
  if (!upstream.url || head === null || seen.fork?.id !== fork.id || seen.fork.archived) return false;
  return seen.elsewhere?.staged !== head && seen.fork.branchSha !== head;
}

async function read(job: Job, { gateway, now }: ReadContext, elsewhere?: HeadElsewhere): Promise<Ends | Refusal> {
  const looks = { delay: delayOf(job, await now()), tags: tagsLook(job) };
  const seen = await gateway.observe({ ...job, ...looks, ...(elsewhere === undefined ? {} : { elsewhere }) });
  return isRefusal(seen) ? seen : { seen, unstaged: null };
}

async function stage(
  job: Job,
  { fork }: Observation,
  context: ReadContext & { upstreamGit: UpstreamGit },
): Promise<{ sha: string } | Gone | Refusal> {
  const { installationId, linkId, upstream } = job;
  const writing = await context.repositoryToken({ installationId, repositoryId: job.fork.id });
  if (isRefusal(writing)) return writing;
  await heedBrake(job, context);
  const { owner, name, branchSha: sha } = { ...job.fork, branchSha: null, ...fork };
  const order = {
    upstreamId: upstream.id,
    forkId: job.fork.id,
    linkId,
    url: upstream.url ?? '',
    branch: upstream.branch,
  };
  return context.upstreamGit.stage({ ...order, fork: { owner, name, sha, token: writing.token } }, context.giveUp);
}

const noGit: Refusal = {
  refused: true,
  reason: 'failed',
  detail: 'this worker has no git program that could fetch what is not on GitHub',
  notBefore: null,
  unclear: false,
};
