import type { Review } from '../merge-rules.ts';
import type { Pull } from '../types.ts';
import type { World } from '../world.ts';
import { accountJson, type Json } from './account.ts';
import { associationOf, pullPage } from './pull.ts';
import { repositoryApi } from './repository.ts';

/** As events show it: https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request_review */
export function eventReviewJson(world: World, pull: Pull, review: Review): Json {
  const { id, user, state, sha, submittedAt } = review;
  const { repository } = pull.base;
  const html = `${pullPage(world, pull)}#pullrequestreview-${id}`;
  const api = `${repositoryApi(world, repository)}/pulls/${pull.number}`;
  return {
    id,
    node_id: `PRR_${id}`,
    user: accountJson(world, user),
    body: null,
    commit_id: sha,
    submitted_at: submittedAt,
    updated_at: submittedAt,
    state,
    html_url: html,
    pull_request_url: api,
    author_association: associationOf(repository, user),
    _links: { html: { href: html }, pull_request: { href: api } },
  };
}
