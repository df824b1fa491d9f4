import type { Observation } from '../core/observation.ts';
import type { ForkNode, UpstreamNode } from './observe-query.ts';
import type { ElsewhereTarget, LinkTarget } from './target.ts';

/** An upstream that is not on GitHub as GitHub would show it: what git says of its branch, and what the fork has of that commit. */
export function elsewhereEnd(
  { upstream, elsewhere }: LinkTarget & ElsewhereTarget,
  fork: ForkNode | null,
): { upstream: UpstreamNode | null; elsewhere: NonNullable<Observation['elsewhere']> } {
  const staged = fork?.staged?.target ?? null;
  const place = { staged: staged?.oid ?? null, detail: null };
  if (elsewhere && 'gone' in elsewhere) return { upstream: null, elsewhere: { ...place, detail: elsewhere.gone } };
  const oid = elsewhere ? elsewhere.sha : place.staged;
  const target = oid === staged?.oid ? staged : oid === null ? null : { oid };
  return {
    elsewhere: place,
    upstream: {
      databaseId: upstream.id,
      id: '',
      name: upstream.name,
      owner: { login: upstream.owner },
      isArchived: false,
      isPrivate: false,
      ref: target && { target },
      latestRelease: null,
    },
  };
}
