import { canRead, demand } from '../access.ts';
import { notFound, Refused } from '../answer.ts';
import { findRepository, fullName } from '../find.ts';
import type { Call } from '../router.ts';
import type { Pull, Repository } from '../types.ts';

export interface Need {
  /** As in `x-accepted-github-permissions`. */
  accepts: string;
  write?: boolean;
  /** Documentation page, for refusals. */
  page?: string;
}

/** The repository a path names: 404 when the caller may not know of it, 301 after a rename, 403 without permission. */
export function repositoryOf(call: Call, need: Need): Repository {
  const { world, caller, params } = call;
  const asked = `${params.owner}/${params.repo}`;
  const repository = findRepository(world, asked);
  if (!repository || !canRead(world, caller, repository)) return notFound(need.page);
  if (fullName(repository).toLowerCase() !== asked.toLowerCase()) moved(call, repository);
  const { accepts, write = false, page } = need;
  demand(caller, repository, { accepts, write, ...(page ? { page } : {}) });
  if (write && repository.archived) {
    const message = 'Repository was archived so is read-only.';
    throw new Refused({ status: 403, body: { message, documentation_url: docsOf(page), status: '403' } });
  }
  return repository;
}

export function pullOf(call: Call, need: Need): Pull {
  const repository = repositoryOf(call, need);
  const pull = repository.pulls.find(({ number }) => number === Number(call.params.number));
  return pull ?? notFound(need.page);
}

/** GitHub redirects reads with 301 and everything else with 307. */
function moved(call: Call, repository: Repository): never {
  const rest = call.path.replace(/^\/repos\/[^/]+\/[^/]+/, '');
  const query = call.query.size > 0 ? `?${call.query}` : '';
  const url = `${call.world.url}/api/v3/repositories/${repository.id}${rest}${query}`;
  const permanent = call.method === 'GET';
  const message = permanent ? 'Moved Permanently' : 'Temporary Redirect';
  const documentation_url =
    'https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects';
  throw new Refused({
    status: permanent ? 301 : 307,
    body: { message, url, documentation_url },
    headers: { location: url },
  });
}

function docsOf(page: string | undefined): string {
  return page ? `https://docs.github.com/rest/${page}` : 'https://docs.github.com/rest';
}
