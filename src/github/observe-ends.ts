import { headBranch } from '../core/head-branch.ts';
import type { Observation } from '../core/observation.ts';
import type { Refusal } from '../core/refusal.ts';
import { stagedRef } from '../core/staged-ref.ts';
import type { TagsLook } from '../core/tags.ts';
import { followsBranch } from '../core/track.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { unrelatedWords } from './compare.ts';
import { elsewhereEnd } from './observe-elsewhere.ts';
import { isComparing, isGrave } from './observe-faults.ts';
import { type ForkNode, ObserveData, observeQuery, type UpstreamNode } from './observe-query.ts';
import { refusalFromFaults } from './refusal.ts';
import { type ElsewhereTarget, isMerging, kinship, type MergingTarget, type ReadTarget } from './target.ts';
import { trackedVariables } from './tracked-query.ts';

/** Both ends of a link as the query that reads everything showed them. */
export interface SeenEnds {
  us: Observation['us'];
  fork: ForkNode | null;
  upstream: UpstreamNode | null;
  elsewhere: Observation['elsewhere'];
  /** GitHub said that the histories have nothing in common. */
  unrelated: boolean;
}

/** Asks the one query. */
export function readEnds({
  client,
  target,
}: {
  client: InstallationClient;
  target: ReadTarget &
    ElsewhereTarget &
    MergingTarget & { pull?: { number: number } | null; tags?: TagsLook | null; settings?: { track?: string } };
}): Promise<SeenEnds | Refusal> {
  const { fork, upstream } = target;
  const kin = kinship(target);
  const placedBranch = headBranch(target);
  const elsewhere = Boolean(upstream.url);
  const variables = {
    forkOwner: fork.owner,
    forkName: fork.name,
    forkBranch: fork.branch,
    forkRef: `refs/heads/${fork.branch}`,
    upstreamOwner: upstream.owner,
    upstreamName: upstream.name,
    upstreamBranch: upstream.branch,
    upstreamRef: `refs/heads/${upstream.branch}`,
    placedBranch,
    placedRef: `refs/heads/${placedBranch}`,
    head: kin === 'itself' ? upstream.branch : `${upstream.owner}:${upstream.branch}`,
    byName: kin !== 'sibling' && !elsewhere,
    tags: Boolean(target.tags),
    known: target.pull?.number ?? 0,
    knows: Boolean(target.pull),
    merging: isMerging(target),
    elsewhere,
    stagedRef: elsewhere && target.linkId ? stagedRef(target.linkId) : '',
    ...trackedVariables(target.settings?.track ?? followsBranch),
  };
  return attempt({ client }, async () => {
    const { data, faults, headers } = await client.graphql(observeQuery, variables);
    const grave = faults.filter(isGrave);
    if (grave.length > 0) return refusalFromFaults(grave, { now: client.now(), as: client.caller, headers });
    const { viewer, ...ends } = parseAnswer(ObserveData, data);
    const other = elsewhere ? elsewhereEnd(target, ends.fork) : { elsewhere: null };
    const unrelated = faults.some((fault) => isComparing(fault) && unrelatedWords.test(fault.message));
    return { us: { id: viewer.databaseId, slug: viewer.login.replace(/\[bot\]$/, '') }, ...ends, ...other, unrelated };
  });
}
