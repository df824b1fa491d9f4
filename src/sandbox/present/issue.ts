import type { Comment, Pull } from '../types.ts';
import { nodeId, type World } from '../world.ts';
import { accountJson, type Json } from './account.ts';
import { labelJson } from './label.ts';
import { associationOf, pullPage } from './pull.ts';
import { repositoryApi } from './repository.ts';

/** A pull request in its other shape. */
export function issueJson(world: World, pull: Pull): Json {
  const api = repositoryApi(world, pull.base.repository);
  const url = `${api}/issues/${pull.number}`;
  const page = pullPage(world, pull);
  const [assignee] = pull.assignees;
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    timeline_url: `${url}/timeline`,
    id: pull.id,
    node_id: pull.nodeId,
    number: pull.number,
    title: pull.title,
    user: accountJson(world, pull.user),
    labels: pull.labels.map((label) => labelJson(world, pull.base.repository, label)),
    state: pull.state,
    state_reason: null,
    locked: false,
    active_lock_reason: null,
    assignee: assignee ? accountJson(world, assignee) : null,
    assignees: pull.assignees.map((account) => accountJson(world, account)),
    milestone: null,
    comments: pull.comments.length,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    author_association: associationOf(pull.base.repository, pull.user),
    draft: pull.draft,
    pull_request: {
      url: `${api}/pulls/${pull.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pull.mergedAt,
    },
    body: pull.body,
  };
}

export function commentJson(world: World, pull: Pull, comment: Comment): Json {
  const api = repositoryApi(world, pull.base.repository);
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${pullPage(world, pull)}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${pull.number}`,
    user: accountJson(world, comment.user),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
    author_association: associationOf(pull.base.repository, comment.user),
  };
}
