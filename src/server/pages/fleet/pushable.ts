import { createHash } from 'node:crypto';
import { MINUTE } from '../../../core/duration.ts';
import { pushableRepositories } from '../../api/access.ts';
import type { Caller } from '../../api/caller.ts';
import type { ServerContext } from '../../context.ts';

/** People whose repositories are remembered at once, by one process. */
const most = 1_000;

export interface Pushable {
  /** Ids of the repositories the App is on and the caller can push to, as GitHub said within the last minute; `fresh`: now. */
  of: (caller: Caller, fresh?: boolean) => Promise<number[]>;
}

/**
 * The list takes a request for each hundred repositories, and a page of it is turned and searched: it is kept for a minute. What is
 * done to a link is asked of GitHub each time.
 */
export function createPushable(context: Pick<ServerContext, 'github'>): Pushable {
  const known = new Map<string, { until: number; ids: Promise<number[]> }>();
  return {
    of: (caller, fresh = false) => {
      const hash = createHash('sha256').update(caller.token).digest('base64');
      const remembered = known.get(hash);
      if (remembered && remembered.until > Date.now() && !fresh) return remembered.ids;
      known.delete(hash);
      const [first] = known.keys();
      if (first !== undefined && known.size >= most) known.delete(first);
      const ids = pushableRepositories(context, caller);
      known.set(hash, { until: Date.now() + MINUTE, ids });
      // A refusal is nobody's list.
      ids.catch(() => known.delete(hash));
      return ids;
    },
  };
}
