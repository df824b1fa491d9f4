import { permissionsOf } from '../access.ts';
import { touch } from '../actions/follow.ts';
import { json, refuse } from '../answer.ts';
import { sendPullEvent } from '../events.ts';
import { fullName } from '../find.ts';
import { accountJson } from '../present/account.ts';
import { issueJson } from '../present/issue.ts';
import { pullJson } from '../present/pull.ts';
import { teamJson } from '../present/team.ts';
import type { Call, Route } from '../router.ts';
import type { Account, Pull, Team } from '../types.ts';
import { author } from './create-pull.ts';
import { pullOf } from './repository-of.ts';

const page = 'pulls/review-requests#request-reviewers-for-a-pull-request';
/** https://docs.github.com/issues/tracking-your-work-with-issues/administering-issues/assigning-issues-and-pull-requests-to-other-github-users */
const mostAssignees = 10;

export const reviewerRoutes: Route[] = [
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/issues/:number/assignees',
    handle(call) {
      const accepts = 'issues=write; pull_requests=write';
      const pull = pullOf(call, { accepts, write: true, page: 'issues/assignees#add-assignees-to-an-issue' });
      const { assignees } = call.body;
      if (Array.isArray(assignees))
        setAssignees(call, pull, [...pull.assignees.map(({ login }) => login), ...assignees]);
      return json(issueJson(call.world, pull), 201);
    },
  },
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/pulls/:number/requested_reviewers',
    handle(call) {
      const pull = pullOf(call, { accepts: 'pull_requests=write', write: true, page });
      const { reviewers: logins, team_reviewers: slugs } = call.body;
      const reviewers = (Array.isArray(logins) ? logins : []).map((login) => reviewer(call, pull, String(login)));
      const teams = (Array.isArray(slugs) ? slugs : []).map((slug) => team(call, pull, String(slug)));
      request(call, pull, { reviewers, teams });
      return json(pullJson(call.world, pull), 201);
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/pulls/:number/requested_reviewers',
    handle(call) {
      const pull = pullOf(call, { accepts: 'pull_requests=read' });
      return json({
        users: pull.reviewers.map((account) => accountJson(call.world, account)),
        teams: pull.teamReviewers.map((one) => teamJson(call.world, one)),
      });
    },
  },
];

/** Whom it cannot assign GitHub leaves out without a word. */
export function setAssignees(call: Call, pull: Pull, logins: unknown[]): void {
  const before = pull.assignees;
  const found = logins.flatMap((login) => call.world.accounts.get(String(login).toLowerCase()) ?? []);
  pull.assignees = [...new Set(found.filter((account) => isAssignable(pull, account)))].slice(0, mostAssignees);
  touch(pull);
  for (const assignee of pull.assignees) {
    if (before.includes(assignee)) continue;
    const payload = { assignee: accountJson(call.world, assignee) };
    sendPullEvent(call.world, { action: 'assigned', pull, sender: author(call), payload });
  }
}

/** Who can write, who wrote the pull request or a comment on it, and members of the organization who can read. */
function isAssignable(pull: Pull, account: Account): boolean {
  if (account.type !== 'User') return false;
  const { repository } = pull.base;
  const role = repository.grants.get(account.login.toLowerCase());
  const reads = role === 'pull' && repository.owner.type === 'Organization';
  const speaks = pull.user === account || pull.comments.some(({ user }) => user === account);
  return repository.owner === account || role === 'push' || role === 'admin' || reads || speaks;
}

function reviewer(call: Call, pull: Pull, login: string): Account {
  const { repository } = pull.base;
  const account = call.world.accounts.get(login.toLowerCase());
  if (account && account === pull.user) {
    return refuse(422, 'Review cannot be requested from pull request author.', { page });
  }
  const known = account && (repository.owner === account || repository.grants.has(login.toLowerCase()));
  return known ? account : notCollaborators(pull, 'users or teams');
}

/** An App sees teams only with `members: read` (github.com/github/docs/issues/35057). */
function team(call: Call, pull: Pull, slug: string): Team {
  const { repository } = pull.base;
  const found = call.world.teams.find((one) => one.organization === repository.owner && one.slug === slug);
  if (!found || !repository.teams.has(found.id)) return notCollaborators(pull, 'teams');
  if (call.caller.kind === 'installation' && !permissionsOf(call.caller).members) {
    const errors = [`Could not resolve to a node with the global id of '${found.nodeId}'.`];
    return refuse(422, 'Validation Failed', { page, errors });
  }
  return found;
}

function notCollaborators(pull: Pull, who: string): never {
  const name = fullName(pull.base.repository);
  const message = `Reviews may only be requested from collaborators. One or more of the ${who} you specified is not a collaborator of the ${name} repository.`;
  return refuse(422, message, { page });
}

function request(call: Call, pull: Pull, asked: { reviewers: Account[]; teams: Team[] }): void {
  const reviewers = asked.reviewers.filter((one) => !pull.reviewers.includes(one));
  const teams = asked.teams.filter((one) => !pull.teamReviewers.includes(one));
  pull.reviewers = [...pull.reviewers, ...new Set(reviewers)];
  pull.teamReviewers = [...pull.teamReviewers, ...new Set(teams)];
  touch(pull);
  const tell = (payload: Record<string, unknown>) =>
    sendPullEvent(call.world, { action: 'review_requested', pull, sender: author(call), payload });
  for (const one of reviewers) tell({ requested_reviewer: accountJson(call.world, one) });
  for (const one of teams) tell({ requested_team: teamJson(call.world, one) });
}
