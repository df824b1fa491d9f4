import { type Answer, json, notFound, refuse } from '../answer.ts';
import { commitOf } from '../commit.ts';
import { fileChanges } from '../diff.ts';
import { fullName } from '../find.ts';
import { commitsSince, counts } from '../history.ts';
import { commitJson, fileChangeJson } from '../present/commit.ts';
import { repositoryApi } from '../present/repository.ts';
import type { Call, Route } from '../router.ts';
import type { Repository } from '../types.ts';
import { pageUrl, perPage } from './paging.ts';
import { repositoryOf } from './repository-of.ts';
import { type Side, sideNamed } from './shas.ts';

const page = 'commits/commits#compare-two-commits';

export const compareRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/compare/*basehead',
    async handle(call) {
      const repository = repositoryOf(call, { accepts: 'contents=read', page });
      const [base = '', head = ''] = (call.params.basehead ?? '').split('...');
      const [from, to] = [await sideNamed(call, repository, base), await sideNamed(call, repository, head)];
      if (!from || !to) return notFound(page);
      return compared(call, repository, { base, head, from, to });
    },
  },
];

export function statusOf({ ahead, behind }: { ahead: number; behind: number }) {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

async function compared(
  call: Call,
  repository: Repository,
  given: { base: string; head: string; from: Side; to: Side },
): Promise<Answer> {
  const { base, head, from, to } = given;
  const { world } = call;
  const { store } = repository;
  const { ahead, behind, mergeBase } = await counts(store, from.sha, to.sha);
  if (mergeBase === null) return refuse(404, `No common ancestor between ${base} and ${head}.`, { page });
  const all = await commitsSince({ store, base: [from.sha], head: to.sha, limit: 10_000 });
  const { listed, at, last } = onPage(call, all);
  const html = `${world.url}/${fullName(repository)}/compare/${base}...${head}`;
  const commit = async (sha: string) => commitJson(world, repository, await commitOf(store, sha));
  const next = !last ? `<${pageUrl(call, { page: String(at + 1) })}>; rel="next"` : null;
  return json(
    {
      url: `${repositoryApi(world, repository)}/compare/${base}...${head}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: await commit(from.sha),
      merge_base_commit: await commit(mergeBase),
      status: statusOf({ ahead, behind }),
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      commits: listed.map((each) => commitJson(world, repository, each)),
      ...(at === 1 ? { files: await changed(call, repository, mergeBase, to.sha) } : {}),
    },
    200,
    next ? { link: next } : {},
  );
}

/** Oldest first; without paging the newest 250. https://docs.github.com/rest/commits/commits#compare-two-commits */
function onPage<T>(call: Call, all: T[]): { listed: T[]; at: number; last: boolean } {
  if (!call.query.has('per_page') && !call.query.has('page')) return { listed: all.slice(-250), at: 1, last: true };
  const size = call.query.has('per_page') ? perPage(call) : 250;
  const at = Math.max(1, Number(call.query.get('page')) || 1);
  return { listed: all.slice((at - 1) * size, at * size), at, last: at * size >= all.length };
}

/** At most 300 files, as GitHub. */
async function changed(call: Call, repository: Repository, base: string, head: string) {
  const changes = await fileChanges(repository.store, base, head);
  return changes.slice(0, 300).map((change) => fileChangeJson(call.world, repository, { change, sha: head }));
}
