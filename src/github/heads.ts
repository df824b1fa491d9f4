import type { Refusal } from '../core/refusal.ts';
import type { TagsSeen } from '../core/tags.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { GraphqlFault, InstallationClient } from './client.ts';
import { type HeadRequest, HeadsData, type HeadsPlan, HeadsRepository, planHeads, shaOf } from './heads-query.ts';
import { isLimitFault, refusalFromFaults } from './refusal.ts';
import { tagsSeen } from './tags-query.ts';
import { overloadWords } from './words.ts';

/** What a branch looks like now. Names are those the repository has now. */
export type HeadReport =
  | { kind: 'sha'; sha: string; owner: string; name: string; tags: TagsSeen | null }
  /** Deleted, made private, or never visible to this installation. */
  | { kind: 'gone' }
  /** Nor anything else that is followed in its place. */
  | { kind: 'no-branch'; owner: string; name: string; tags: TagsSeen | null }
  /** Another repository has the name now. */
  | { kind: 'replaced'; repositoryId: number; owner: string; name: string };

export interface Heads {
  /** By the request's key. A missing key could not be read this time (SAML, an overloaded GitHub): neither gone nor moved. */
  heads: Map<string, HeadReport>;
  /** When each repository that was there was last pushed to, by its id. */
  pushed: Map<number, string>;
  /** What is left of the installation's GraphQL budget; null when GitHub keeps none. */
  rate: { remaining: number; resetAt: string } | null;
}

/** About one point and well under GitHub's 10 s for so many aliases. https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
const batchSize = 50;
/** From 50 down to one takes 7 requests; where the sibling of that one fails too, GitHub is down. */
const failuresInRow = 8;

/** Reads heads in one query for each 50. A batch that GitHub cannot answer is halved, down to single branches. */
export async function readHeads(
  client: InstallationClient,
  requests: readonly HeadRequest[],
): Promise<Heads | Refusal> {
  const read: Heads = { heads: new Map(), pushed: new Map(), rate: null };
  const batches = inBatches(requests);
  let failures = 0;
  let last: Refusal | null = null;
  for (let batch = batches.pop(); batch; batch = batches.pop()) {
    const outcome = await readBatch({ client, batch, read });
    if (!outcome) {
      failures = 0;
      continue;
    }
    if (outcome.reason !== 'github-unavailable') return outcome;
    last = outcome;
    failures += 1;
    if (failures >= failuresInRow) return outcome;
    const middle = Math.ceil(batch.length / 2);
    if (batch.length > 1) batches.push(batch.slice(middle), batch.slice(0, middle));
  }
  return last && read.heads.size + read.pushed.size === 0 ? last : read;
}

function inBatches(requests: readonly HeadRequest[]): HeadRequest[][] {
  const batches: HeadRequest[][] = [];
  for (let at = 0; at < requests.length; at += batchSize) batches.unshift(requests.slice(at, at + batchSize));
  return batches;
}

/** Adds what was read to `read`; a refusal when the whole batch has to be asked again. */
async function readBatch(given: {
  client: InstallationClient;
  batch: readonly HeadRequest[];
  read: Heads;
}): Promise<Refusal | null> {
  const { client, batch, read } = given;
  const plan = planHeads(batch);
  return attempt({ client }, async () => {
    const { data, faults, headers } = await client.graphql(plan.query, plan.variables);
    const whole = faults.filter((fault) => concernsAll(fault));
    if (whole.length > 0) return refusalFromFaults(whole, { now: client.now(), as: client.caller, headers });
    const parsed = parseAnswer(HeadsData, data);
    if (parsed.rateLimit) read.rate = parsed.rateLimit;
    for (const [key, report] of reports({ plan, data: parsed, faults })) read.heads.set(key, report);
    for (const [id, pushedAt] of pushes(plan, parsed)) read.pushed.set(id, pushedAt);
    return null;
  });
}

/** Errors on one alias leave the others good; these do not. */
function concernsAll(fault: GraphqlFault): boolean {
  if (isLimitFault(fault)) return true;
  if (fault.type !== null && /LIMIT|TIMEOUT/.test(fault.type)) return true;
  return fault.path.length === 0 || overloadWords.test(fault.message);
}

function reports(given: {
  plan: HeadsPlan;
  data: Record<string, unknown>;
  faults: readonly GraphqlFault[];
}): [string, HeadReport][] {
  const { plan, data, faults } = given;
  return plan.places.flatMap(({ request, repository, ref }): [string, HeadReport][] => {
    if (ref === null) return [];
    const own = faults.filter(({ path }) => path[0] === repository && (path.length === 1 || path[1] === ref));
    if (own.some((fault) => fault.path.length > 1 || fault.type !== 'NOT_FOUND')) return [];
    if (!data[repository]) return [[request.key, { kind: 'gone' }]];
    const now = HeadsRepository.safeParse(data[repository]);
    return now.success ? [[request.key, reportOf({ request, now: now.data, ref })]] : [];
  });
}

function pushes({ places }: HeadsPlan, data: Record<string, unknown>): [number, string][] {
  return places.flatMap(({ request, repository }): [number, string][] => {
    const now = HeadsRepository.safeParse(data[repository]);
    const known = now.success && now.data.databaseId === request.repositoryId ? now.data.pushedAt : null;
    return known ? [[request.repositoryId, known]] : [];
  });
}

function reportOf(given: { request: HeadRequest; now: Parameters<typeof shaOf>[0]; ref: string }): HeadReport {
  const { request, now, ref } = given;
  const names = { owner: now.owner.login, name: now.name };
  if (now.databaseId !== request.repositoryId) return { kind: 'replaced', repositoryId: now.databaseId, ...names };
  const sha = shaOf(now, ref, request.track);
  const tags = tagsSeen(now.tags);
  return sha ? { kind: 'sha', sha, ...names, tags } : { kind: 'no-branch', ...names, tags };
}
