import { touch } from '../actions/follow.ts';
import { json } from '../answer.ts';
import { commentJson, issueJson } from '../present/issue.ts';
import type { Route } from '../router.ts';
import { now } from '../world.ts';
import { author } from './create-pull.ts';
import { namesOf, setLabels } from './labels.ts';
import { paged } from './paging.ts';
import { edit } from './pulls.ts';
import { pullOf } from './repository-of.ts';
import { setAssignees } from './reviewers.ts';

/** Pull requests are issues too: these accept either permission. */
const accepts = 'issues=write; pull_requests=write';
const read = { accepts: 'issues=read; pull_requests=read', page: 'issues/issues#get-an-issue' };
const write = { accepts, write: true, page: 'issues/issues#update-an-issue' };

export const issueRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/issues/:number',
    handle: (call) => json(issueJson(call.world, pullOf(call, read))),
  },
  {
    method: 'PATCH',
    pattern: '/repos/:owner/:repo/issues/:number',
    async handle(call) {
      const pull = pullOf(call, write);
      const { labels, assignees } = call.body;
      if (Array.isArray(labels)) setLabels(call, pull, namesOf(labels));
      if (Array.isArray(assignees)) setAssignees(call, pull, assignees);
      await edit(call, pull);
      return json(issueJson(call.world, pull));
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/issues/:number/comments',
    handle(call) {
      const pull = pullOf(call, read);
      const { items, headers } = paged(call, pull.comments);
      return json(
        items.map((comment) => commentJson(call.world, pull, comment)),
        200,
        headers,
      );
    },
  },
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/issues/:number/comments',
    handle(call) {
      const pull = pullOf(call, { ...write, page: 'issues/comments#create-an-issue-comment' });
      const comment = { id: call.world.nextId(), user: author(call), body: String(call.body.body), createdAt: now() };
      pull.comments.push(comment);
      touch(pull);
      return json(commentJson(call.world, pull, comment), 201);
    },
  },
];
