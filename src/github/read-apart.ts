import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { TagsLook } from '../core/tags.ts';
import { followsBranch } from '../core/track.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { GraphqlFault, InstallationClient } from './client.ts';

import { type ForkNode, ObserveUpstreamData, observeUpstreamQuery, type UpstreamNode } from './observe-query.ts';
import { mayRead } from './permission.ts';
import { refusalFromFaults, refuse } from './refusal.ts';
import type { LinkTarget } from './target.ts';
import { trackedVariables } from './tracked-query.ts';

type Asked = LinkTarget & { tags?: TagsLook | null; settings?: { track?: string } };

/** `upstream`: null where it is gone, or is not read for this fork: then `denied` says why. */
export interface Apart {
  upstream: UpstreamNode | null;
  denied: string | null;
}

/**
 * A private upstream as its own installation sees it, for a fork whose installation does not: read only where the fork is private and
 * belongs to a user whom GitHub, asked now, lets read upstream. Two requests; none for a fork that is public or an organization's.
 */
export async function readApart(given: {
  reader: InstallationClient;
  fork: ForkNode;
  target: Asked;
}): Promise<Apart | Refusal> {
  const { reader, fork, target } = given;
  const { login, databaseId: id = null } = fork.owner;
  if (!fork.isPrivate) return denied('the fork is public');
  if (id === null)
    return denied('the fork belongs to an organization, of which GitHub does not say who may read upstream');
  const upstream = await readUpstream(reader, target);
  if (upstream !== null && isRefusal(upstream)) return deniedOr(upstream);
  if (upstream === null) return { upstream, denied: null };
  // Another one with its name is nobody's upstream, and nothing of it is told.
  if (upstream.databaseId !== target.upstream.id)
    return { upstream: { ...upstream, ref: null, trackedRelease: null, trackedTags: null }, denied: null };
  const repository = { owner: upstream.owner.login, name: upstream.name };
  const may = await mayRead({ client: reader, repository, person: { login, id } });
  if (typeof may === 'object') return deniedOr(may);
  return may ? { upstream, denied: null } : denied(`GitHub does not let ${login} read it`);
}

/**
 * What GitHub refused to the installation that covers upstream, in words that are right for the fork: only what passes by itself, or
 * is ours, stays what it is.
 */
export function readersRefusal(refusal: Refusal): Refusal {
  const { reason, detail, notBefore } = refusal;
  if (reason === 'failed' || reason === 'github-unavailable') return refusal;
  if (reason === 'rate-limited') return refuse({ reason: 'github-unavailable', detail, notBefore });
  return refuse({ reason: 'upstream-private', detail: `the App may not read it: ${detail}` });
}

function denied(why: string): Apart {
  return { upstream: null, denied: why };
}

function deniedOr(refusal: Refusal): Apart | Refusal {
  const told = readersRefusal(refusal);
  return told.reason === 'upstream-private' ? denied(told.detail) : told;
}

function readUpstream(
  reader: InstallationClient,
  { upstream: { owner, name, branch }, tags, settings }: Asked,
): Promise<UpstreamNode | null | Refusal> {
  return attempt({ client: reader }, async () => {
    const tracked = trackedVariables(settings?.track ?? followsBranch);
    const variables = { owner, name, ref: `refs/heads/${branch}`, tags: Boolean(tags), ...tracked };
    const { data, faults, headers } = await reader.graphql(observeUpstreamQuery, variables);
    const grave = faults.filter((fault) => !isMissing(fault));
    if (grave.length > 0) return refusalFromFaults(grave, { now: reader.now(), as: reader.caller, headers });
    return parseAnswer(ObserveUpstreamData, data).upstream;
  });
}

/** Gone, or no longer covered. */
function isMissing({ type, path }: GraphqlFault): boolean {
  return type === 'NOT_FOUND' && path.length === 1 && path[0] === 'upstream';
}
