/** What may go wrong in the query of an operation, and what of it is no more than an answer. */
import type { GraphqlFault } from './client.ts';
import { isLimitFault } from './refusal.ts';

/** Nothing was read, or something that a decision needs. */
export function isGrave(fault: GraphqlFault): boolean {
  const harmless = [isMissing, isComparing, isForeign, isHiddenFile, isOfTexts];
  return !harmless.some((is) => is(fault));
}

/** Deleted, made private, or never visible to this token: GitHub says NOT_FOUND for each. */
function isMissing({ type, path }: GraphqlFault): boolean {
  return type === 'NOT_FOUND' && path.length === 1 && (path[0] === 'fork' || path[0] === 'upstream');
}

const comparing: ReadonlySet<string> = new Set(['fork.ref.compare', 'fork.placed.upstream', 'fork.placed.fork']);

/** The two branches could not be compared: why, GitHub says in words. */
export function isComparing(fault: GraphqlFault): boolean {
  if (fault.type === 'FORBIDDEN' || isLimitFault(fault)) return false;
  return comparing.has(fault.path.slice(0, 3).join('.'));
}

const pullsOfAnybody: ReadonlySet<string> = new Set(['fork.pullRequests.nodes', 'fork.placedPulls.nodes']);

/**
 * A pull request that lies, or whose head lies, in some repository that the token may not see, or that is there no more: null there, and
 * not ours to complain about.
 */
function isForeign({ type, path }: GraphqlFault): boolean {
  if (type !== 'FORBIDDEN' && type !== 'NOT_FOUND') return false;
  if (path.slice(0, 2).join('.') === 'fork.former') return true;
  if (path.slice(0, 3).join('.') === 'fork.ref.associatedPullRequests') return path.length > 4;
  return pullsOfAnybody.has(path.slice(0, 3).join('.')) && path.length > 4;
}

/** Upstream's file that the token may not see: as if there were none. */
function isHiddenFile({ type, path }: GraphqlFault): boolean {
  if (type !== 'FORBIDDEN' && type !== 'NOT_FOUND') return false;
  return path[0] === 'upstream' && (path[1] === 'config' || path[1] === 'configFolder');
}

const ofTexts: ReadonlySet<string> = new Set(['fork.open', 'fork.placedOpen', 'fork.past', 'upstream.latestRelease']);

/** Of what no decision needs: a text says less where it is missing. */
function isOfTexts(fault: GraphqlFault): boolean {
  return !isLimitFault(fault) && ofTexts.has(fault.path.slice(0, 2).join('.'));
}
