import { isRefusal } from '../../../core/refusal.ts';
import { listOwned, type OwnedRepository } from '../../../github/users.ts';
import type { Caller } from '../../api/caller.ts';
import { installPage } from '../../api/install-page.ts';
import type { ServerContext } from '../../context.ts';
import { type Remembered, remembered } from './remembered.ts';

/** Repositories that GitHub preselects at most when an App is installed. */
const preselected = 100;

/** A person's public forks that the App is not on, those pushed to last first. */
export interface Uncovered {
  total: number;
  /** Full names, the first of them. */
  names: string[];
  /** Where the App is installed on them: the first hundred are chosen there already. */
  install: string;
}

type Context = Pick<ServerContext, 'github' | 'env' | 'log'>;

/** The public forks a person owns, asked of GitHub once a minute; null: GitHub does not tell now. */
export function ownForks({ github, log }: Pick<Context, 'github' | 'log'>): Remembered<OwnedRepository[] | null> {
  return remembered(async ({ login, token }) => {
    const owned = await listOwned(github.asUser(token), login);
    if (!isRefusal(owned)) return owned.filter(({ fork, archived }) => fork && !archived);
    log.info({ reason: owned.reason, detail: owned.detail }, 'GitHub did not list the repositories of a person');
    return null;
  });
}

/**
 * Those of a person's forks that are not in `coveredIds`; `limit` of them are named.
 * https://docs.github.com/apps/sharing-github-apps/sharing-your-github-app
 */
export async function uncovered(
  forks: OwnedRepository[],
  given: { caller: Pick<Caller, 'id'>; coveredIds: number[]; limit: number },
  context: Context,
): Promise<Uncovered> {
  const covered = new Set(given.coveredIds);
  const left = forks.filter(({ id }) => !covered.has(id));
  const page = new URL(await installPage(context));
  if (page.pathname.endsWith('/installations/new')) {
    page.pathname += '/permissions';
    page.searchParams.set('suggested_target_id', String(given.caller.id));
    for (const { id } of left.slice(0, preselected)) page.searchParams.append('repository_ids[]', String(id));
  }
  const names = left.slice(0, given.limit).map(({ owner, name }) => `${owner}/${name}`);
  return { total: left.length, names, install: page.href };
}
