import type { Problem } from './check.ts';

/** Where the description is not what GitHub does. Each says why; one that nothing needs any more fails a test. */
export interface Exemption {
  at: RegExp;
  pointer: RegExp;
  message: RegExp;
  why: string;
}

export const exemptions: Exemption[] = [
  {
    at: /^GET \/app\/installations 200$/,
    pointer: /^\/\*\/account$/,
    message: /required property '(name|slug|created_at|updated_at)'|must be null|anyOf/,
    why: 'This list asks an account to be a user and an enterprise at once; one installation (`installation`) has either.',
  },
  {
    at: /^GET \/app\/installations 200$/,
    pointer: /^\/\*\/client_id$/,
    message: /not described/,
    why: 'The list has a copy of `installation` of its own, from before `client_id`, which that one has.',
  },
  {
    at: /^GET \/app\/installations 200$/,
    pointer: /^\/\*\/(account|suspended_by)\/user_view_type$/,
    message: /not described/,
    why: 'The same copy has a copy of `simple-user`, from before `user_view_type`, which that one has.',
  },
  {
    at: / (405|409|422)$/,
    pointer: /^\/status$/,
    message: /not described/,
    why: 'GitHub puts the status into every error; `basic-error` has it and `validation-error` has not: https://github.com/stackitcloud/cloud-provider-stackit/pull/10',
  },
  {
    at: /^POST .*\/requested_reviewers 422$/,
    pointer: /^\/errors\/\*$/,
    message: /must be object/,
    why: 'Errors are sentences here: https://github.com/PyGithub/PyGithub/issues/1499',
  },
  {
    at: /^POST .*\/requested_reviewers 201$/,
    pointer: /^\/labels\/\*\/description$/,
    message: /must be string/,
    why: 'The short form of a pull request has a copy of `label` of its own, in which a description is never null, as it is in that one.',
  },
  {
    at: /^POST .*\/issues\/\{issue_number\}\/labels 403$/,
    pointer: /^\/errors$/,
    message: /not described/,
    why: 'Who may not make a label is told so in an error of its own: https://github.com/actions/labeler/issues/870',
  },
  {
    at: /^push$/,
    pointer: /^\/(pusher|(head_commit|commits\/\*)\/(author|committer))\/email$/,
    message: /format "email"/,
    why: 'An App commits as `1+name[bot]@users.noreply.github.com`, which is no address to a strict reader: https://docs.github.com/account-and-profile/reference/email-addresses-reference',
  },
  {
    at: /^pull-request-review-requested$/,
    pointer: /^\/(requested_team|pull_request\/requested_teams\/\*)\/(type|organization_id|notification_setting)$/,
    message: /not described/,
    why: 'Events have a copy of `team` of their own, from before these keys, which that one has.',
  },
  {
    at: /^pull-request-review-(submitted|dismissed)$/,
    pointer: /^\/pull_request\/assignees\/\*\/user_view_type$/,
    message: /not described/,
    why: 'The short form of a pull request has a copy of `user` of its own for those assigned, from before this key, which `assignee` beside it has.',
  },
  {
    at: /^installation-/,
    pointer: /^\/installation\/(created|updated)_at$/,
    message: /must be string/,
    why: 'Events tell these times in seconds: https://github.com/octokit/webhooks/blob/main/payload-examples/api.github.com/installation/created.payload.json',
  },
  {
    at: /^pull-request-/,
    pointer: /^\/pull_request\/(head|base)\/repo\/custom_properties$/,
    message: /not described/,
    why: 'The repositories of a pull request have it in events: https://github.com/octokit/webhooks/blob/main/payload-examples/api.github.com/pull_request/opened.with-organization.payload.json',
  },
];

export function isExempt(problem: Problem, { at, pointer, message }: Exemption): boolean {
  return at.test(problem.at) && pointer.test(problem.pointer) && message.test(problem.message);
}
