import { touch } from '../actions/follow.ts';
import { json, notFound } from '../answer.ts';
import { sendPullEvent } from '../events.ts';
import { accountJson } from '../present/account.ts';
import { commentJson, issueJson, labelJson } from '../present/pull.ts';
import { repositoryApi } from '../present/repository.ts';
import type { Call, Route } from '../router.ts';
import type { Account, Pull } from '../types.ts';
import { now } from '../world.ts';
import { author } from './create-pull.ts';
import { paged } from './paging.ts';
import { edit, whole } from './pulls.ts';
import { pullOf } from './repository-of.ts';

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
    handle(call) {
      const pull = pullOf(call, write);
      edit(call, pull);
      const { labels, assignees } = call.body;
      if (Array.isArray(labels)) setLabels(call, pull, namesOf(labels));
      if (Array.isArray(assignees)) pull.assignees = accounts(call, assignees);
      return json(issueJson(call.world, pull));
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/issues/:number/labels',
    handle: (call) => json(labelsJson(call, pullOf(call, read))),
  },
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/issues/:number/labels',
    handle(call) {
      const pull = pullOf(call, { ...write, page: 'issues/labels#add-labels-to-an-issue' });
      const { labels } = call.body;
      setLabels(call, pull, [...pull.labels, ...(Array.isArray(labels) ? namesOf(labels) : [])]);
      return json(labelsJson(call, pull));
    },
  },
  {
    method: 'DELETE',
    pattern: '/repos/:owner/:repo/issues/:number/labels/:name',
    handle(call) {
      const page = 'issues/labels#remove-a-label-from-an-issue';
      const pull = pullOf(call, { ...write, page });
      const name = call.params.name ?? '';
      if (!pull.labels.includes(name)) return notFound(page);
      const left = pull.labels.filter((label) => label !== name);
      setLabels(call, pull, left);
      return json(labelsJson(call, pull));
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
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/issues/:number/assignees',
    handle(call) {
      const pull = pullOf(call, { ...write, page: 'issues/assignees#add-assignees-to-an-issue' });
      const { assignees } = call.body;
      if (Array.isArray(assignees)) pull.assignees = [...new Set([...pull.assignees, ...accounts(call, assignees)])];
      return json(issueJson(call.world, pull), 201);
    },
  },
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/pulls/:number/requested_reviewers',
    handle(call) {
      const page = 'pulls/review-requests#request-reviewers-for-a-pull-request';
      const pull = pullOf(call, { accepts: 'pull_requests=write', write: true, page });
      const { reviewers } = call.body;
      if (Array.isArray(reviewers)) pull.reviewers = [...new Set([...pull.reviewers, ...accounts(call, reviewers)])];
      touch(pull);
      return json(whole(call, pull), 201);
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/pulls/:number/requested_reviewers',
    handle(call) {
      const pull = pullOf(call, { accepts: 'pull_requests=read' });
      return json({ users: pull.reviewers.map((account) => accountJson(call.world, account)), teams: [] });
    },
  },
];

/** Labels that do not exist are made. */
function setLabels(call: Call, pull: Pull, names: string[]): void {
  const before = pull.labels;
  pull.labels = [...new Set(names)];
  touch(pull);
  const tell = (action: string, name: string) =>
    sendPullEvent(call.world, {
      action,
      pull,
      sender: author(call),
      payload: { label: labelJson(call.world, pull, name) },
    });
  for (const name of pull.labels) if (!before.includes(name)) tell('labeled', name);
  for (const name of before) if (!pull.labels.includes(name)) tell('unlabeled', name);
}

function labelsJson(call: Call, pull: Pull) {
  const url = repositoryApi(call.world, pull.base.repository);
  return pull.labels.map((name) => ({ ...labelJson(call.world, pull, name), url: `${url}/labels/${name}` }));
}

function namesOf(labels: unknown[]): string[] {
  return labels.map((label) =>
    typeof label === 'object' && label !== null && 'name' in label ? String(label.name) : String(label),
  );
}

/** GitHub leaves out silently whom it cannot assign. */
function accounts(call: Call, logins: unknown[]): Account[] {
  return logins.flatMap((login) => call.world.accounts.get(String(login).toLowerCase()) ?? []);
}
