/** Whether an open pull request is merged by itself now, and what keeps it from that. */
import { MINUTE } from './duration.ts';
import { triedNow } from './mergeability.ts';
import { type ChecksSeen, type Unmerged, unmerged } from './merging.ts';
import type { Observation, ObservedPull } from './observation.ts';
import { isBeyond } from './plan-head.ts';
import { standsInTheWay } from './plan-move.ts';
import type { Branch, Plan } from './plan-types.ts';

/** Milliseconds that a head has to be there before it is merged. */
const checksBegin = MINUTE;

/**
 * `plan`, or what becomes of it because the settings have pull requests merged. Merged is only what an earlier operation saw open
 * with this head, a minute ago at least: checks begin some time after a push, and until then GitHub calls a pull request clean that has
 * none. `brings`: the commit of upstream's that it is known to hold.
 */
export function planMerge(branch: Branch, open: ObservedPull, plan: Plan, brings: string | null): Plan {
  const { known, seen } = branch;
  const { merge } = known.settings.pullRequest;
  if (merge === 'never' || !open.ours || plan.reason !== 'pull-open' || isNew(branch, open, plan)) return plan;
  if (triedNow(seen, open) !== false || open.mergeState === 'unknown' || open.mergeState === 'dirty') return plan;
  const beyond = open.head === 'upstream' ? branch.take.waits !== null : isBeyond(branch);
  if (beyond && branch.take.waits === null) return plan;
  const held = (beyond ? unripe(branch) : null) ?? standsInTheWay(branch);
  if (held) return { ...plan, ...held, pull: plan.pull };
  if (seen.mergeMethods?.includes(merge) === false) {
    return { ...plan, reason: 'branch-protected', unmerged: { ...unmerged, method: merge } };
  }
  const waits = waitsFor(open, seen.checks);
  if (waits) return { ...plan, reason: 'held-checks', unmerged: waits };
  const notBefore = freshUntil(branch);
  if (notBefore) return { ...plan, reason: 'held-checks', unmerged: { ...unmerged, fresh: true }, notBefore };
  const { number, headSha } = open;
  // A text that says how to merge it is of no use any more.
  const actions = plan.actions.filter(({ type }) => type !== 'rewrite-pull');
  return {
    ...plan,
    reason: 'pull-merged',
    actions: [...actions, { type: 'merge-pull', number, headSha, method: merge }],
    syncedSha: brings,
  };
}

/** No operation has seen it with this head, or this one moves that. */
function isNew({ known: { mergeability } }: Branch, open: ObservedPull, { actions }: Plan): boolean {
  const met = mergeability?.number === open.number && mergeability.headSha === open.headSha;
  return !met || actions.some(({ type }) => type === 'place-head');
}

/** When its head will have been known for long enough, ISO 8601; null: it has. */
function freshUntil({ known: { mergeability }, now }: Branch): string | null {
  const since = mergeability?.headAt ?? now.toISOString();
  const until = new Date(Date.parse(since) + checksBegin);
  return now < until ? until.toISOString() : null;
}

/** What its head holds of upstream was not seen there for long enough. */
function unripe({ take: { waits } }: Branch): Pick<Plan, 'reason' | 'heldSince' | 'notBefore'> | null {
  return waits === null ? null : { reason: 'held-delay', heldSince: waits.since, notBefore: waits.headAt };
}

/** null: nothing keeps it. Changes that somebody asked for block nothing where no review is required, but for us. */
function waitsFor({ mergeState, draft, review }: ObservedPull, checks: Observation['checks']): Unmerged | null {
  const changes = review === 'changes';
  if (mergeState === 'clean' && !draft && !changes) return null;
  const { failed, pending }: ChecksSeen = checks ?? unmerged;
  const behind = mergeState === 'behind';
  return { ...unmerged, draft, changes, review: review === 'required', behind, failed, pending };
}
