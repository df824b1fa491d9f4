import { roleOf } from '../find.ts';
import { mergeStateOf } from '../merge-rules.ts';
import type { Account, Pull, Repository } from '../types.ts';
import type { World } from '../world.ts';
import { accountJson, type Json } from './account.ts';
import { labelJson } from './label.ts';
import { repositoryApi, repositoryJson } from './repository.ts';
import { teamJson } from './team.ts';

export function pullPage(world: World, pull: Pull): string {
  const { owner, name } = pull.base.repository;
  return `${world.url}/${owner.login}/${name}/pull/${pull.number}`;
}

/** As in lists; `GET` of one and webhooks add `pullDetails`. */
export function pullJson(world: World, pull: Pull): Json {
  const page = pullPage(world, pull);
  return {
    ...urlsJson(world, pull, page),
    id: pull.id,
    node_id: pull.nodeId,
    number: pull.number,
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    user: accountJson(world, pull.user),
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: pull.assignees[0] ? accountJson(world, pull.assignees[0]) : null,
    assignees: pull.assignees.map((account) => accountJson(world, account)),
    requested_reviewers: pull.reviewers.map((account) => accountJson(world, account)),
    requested_teams: pull.teamReviewers.map((team) => teamJson(world, team)),
    labels: pull.labels.map((label) => labelJson(world, pull.base.repository, label)),
    milestone: null,
    head: sideJson(world, pull.head.owner, pull.head),
    base: sideJson(world, pull.base.repository.owner, pull.base),
    author_association: associationOf(pull.base.repository, pull.user),
    auto_merge: null,
    draft: pull.draft,
  };
}

export function pullDetails(world: World, pull: Pull, mergeable: boolean | null): Json {
  const merged = pull.mergedAt !== null;
  const state = mergeStateOf(world, pull, mergeable).toLowerCase();
  return {
    merged,
    mergeable: pull.state === 'open' ? mergeable : null,
    rebaseable: pull.state === 'open' ? mergeable : null,
    mergeable_state: pull.state === 'open' ? state : 'unknown',
    merged_by: pull.mergedBy ? accountJson(world, pull.mergedBy) : null,
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: pull.commits,
    additions: pull.diff.additions,
    deletions: pull.diff.deletions,
    changed_files: pull.diff.files,
  };
}

function urlsJson(world: World, pull: Pull, page: string): Json {
  const api = repositoryApi(world, pull.base.repository);
  const self = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const urls = {
    commits: `${self}/commits`,
    review_comments: `${self}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    comments: `${issue}/comments`,
    statuses: `${api}/statuses/${pull.head.sha}`,
  };
  const named = Object.entries(urls).map(([name, url]) => [`${name}_url`, url]);
  const links = { self, html: page, issue, ...urls };
  return {
    url: self,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    ...Object.fromEntries(named),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
  };
}

function sideJson(
  world: World,
  owner: Account,
  side: { repository: Repository | null; branch: string; sha: string },
): Json {
  const { repository, branch, sha } = side;
  return {
    label: `${owner.login}:${branch}`,
    ref: branch,
    sha,
    user: accountJson(world, owner),
    repo: repository ? repositoryJson(world, repository) : null,
  };
}

export function associationOf(repository: Repository, user: Account): string {
  if (repository.owner.id === user.id) return 'OWNER';
  const role = roleOf(repository, user);
  return role === 'push' || role === 'admin' ? 'COLLABORATOR' : 'NONE';
}
