import { mergePull } from '../actions/merge-pull.ts';
import { emailOf, moveRef } from '../actions/push.ts';
import { type Answer, json, refuse } from '../answer.ts';
import { commitOf } from '../commit.ts';
import { branchSha, parentOf } from '../find.ts';
import { contains } from '../history.ts';
import { mergedCommit } from '../merge.ts';
import { blockedBy } from '../merge-rules.ts';
import { commitJson } from '../present/commit.ts';
import type { Call, Route } from '../router.ts';
import type { MergeMethod, Pull, Repository } from '../types.ts';
import { author } from './create-pull.ts';
import { isProtected, lacksWorkflows, protectedWords } from './refs.ts';
import { pullOf, repositoryOf } from './repository-of.ts';
import { commitNamed } from './shas.ts';

const accepts = 'contents=write; contents=write,workflows=write';
const mergesPage = 'branches/branches#merge-a-branch';
const upstreamPage = 'branches/branches#sync-a-fork-branch-with-the-upstream-repository';
const pullPage = 'pulls/pulls#merge-a-pull-request';

export const mergeRoutes: Route[] = [
  { method: 'POST', pattern: '/repos/:owner/:repo/merges', handle: mergeBranch },
  { method: 'POST', pattern: '/repos/:owner/:repo/merge-upstream', handle: mergeUpstream },
  { method: 'PUT', pattern: '/repos/:owner/:repo/pulls/:number/merge', handle: mergePullRequest },
];

/** `head` is a branch of this repository or a commit; `user:branch` is neither. */
async function mergeBranch(call: Call): Promise<Answer> {
  const repository = repositoryOf(call, { accepts, write: true, page: mergesPage });
  const base = String(call.body.base ?? '');
  const name = String(call.body.head ?? '');
  const from = branchSha(repository, base);
  if (!from) return refuse(404, 'Base does not exist', { page: mergesPage });
  const head = await commitNamed(call, repository, name);
  if (!head) return refuse(404, 'Head does not exist', { page: mergesPage });
  if (await contains(repository.store, from, head)) return { status: 204 };
  const message = String(call.body.commit_message ?? `Merge ${name} into ${base}`);
  const to = await merged(call, repository, { base: from, head, message });
  if (!to) return refuse(409, 'Merge conflict', { page: mergesPage });
  await arrive(call, repository, { branch: base, from, to, page: mergesPage });
  return json(commitJson(call.world, repository, await commitOf(repository.store, to)), 201);
}

/** Not only fast-forward: a diverged branch without conflicts gets a merge commit. */
async function mergeUpstream(call: Call): Promise<Answer> {
  const repository = repositoryOf(call, { accepts, write: true, page: upstreamPage });
  const branch = String(call.body.branch ?? '');
  const parent = parentOf(call.world, repository);
  const base = branchSha(repository, branch);
  if (!base) return refuse(404, 'Branch not found', { page: upstreamPage });
  const head = parent && branchSha(parent, branch);
  if (!parent || !head) return refuse(422, 'There was a problem updating the branch', { page: upstreamPage });
  const label = `${parent.owner.login}:${branch}`;
  const done = (message: string, merge_type: string) => json({ message, merge_type, base_branch: label });
  const { store } = repository;
  if (await contains(store, base, head)) {
    return done(`This branch is not behind the upstream ${label}.`, 'none');
  }
  const forward = await contains(store, head, base);
  const message = `Merge branch '${branch}' of ${parent.owner.login}/${parent.name}`;
  const to = forward ? head : await merged(call, repository, { base, head, message });
  if (!to) return refuse(409, 'There are merge conflicts', { page: upstreamPage });
  await arrive(call, repository, { branch, from: base, to, page: upstreamPage });
  const how = forward ? 'fast-forwarded' : 'merged';
  return done(`Successfully fetched and ${how} from upstream ${label}.`, forward ? 'fast-forward' : 'merge');
}

async function mergePullRequest(call: Call): Promise<Answer> {
  const pull = pullOf(call, { accepts, write: true, page: pullPage });
  const { sha, merge_method: asked, commit_title: title, commit_message: message } = call.body;
  if (typeof sha === 'string' && sha !== pull.head.sha) {
    return refuse(409, 'Head branch was modified. Review and try the merge again.', { page: pullPage });
  }
  const { repository, branch } = pull.base;
  const method: MergeMethod = asked === 'squash' || asked === 'rebase' ? asked : 'merge';
  if (pull.state !== 'open') return refuse(405, 'Pull Request is not mergeable', { page: pullPage });
  const kept = keptFrom(call, pull, method);
  if (kept !== null) return refuse(405, kept, { page: pullPage });
  if (await lacksWorkflows(call, repository, `refs/heads/${branch}`, pull.head.sha)) {
    return refuse(403, 'Resource not accessible by integration', { page: pullPage });
  }
  const to = await mergePull(call.world, {
    pull,
    method,
    by: author(call),
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  });
  if (!to) return refuse(405, 'Pull Request is not mergeable', { page: pullPage });
  return json({ sha: to, merged: true, message: 'Pull Request successfully merged' });
}

const methodNames: Record<MergeMethod, string> = {
  merge: 'Merge commits',
  squash: 'Squash merges',
  rebase: 'Rebase merges',
};

/** What keeps an open pull request from being merged, in GitHub's words. */
function keptFrom({ world }: Call, pull: Pull, method: MergeMethod): string | null {
  if (pull.draft) return 'Pull Request is still a draft';
  const allowed = pull.base.repository.mergeRules.methods.has(method);
  return allowed ? blockedBy(world, pull) : `${methodNames[method]} are not allowed on this repository.`;
}

function merged(call: Call, repository: Repository, given: { base: string; head: string; message: string }) {
  const by = author(call);
  const written = { name: by.login, email: emailOf(by) };
  return mergedCommit({ store: repository.store, ...given, method: 'merge', author: written });
}

/** Moves the branch, unless somebody else did meanwhile or the token may not bring workflow files. */
async function arrive(
  call: Call,
  repository: Repository,
  given: { branch: string; from: string; to: string; page: string },
): Promise<void> {
  const { branch, from, to, page } = given;
  const ref = `refs/heads/${branch}`;
  if (await lacksWorkflows(call, repository, ref, to)) refuse(403, 'Resource not accessible by integration', { page });
  if (isProtected(repository, ref)) refuse(409, protectedWords, { page });
  if (branchSha(repository, branch) !== from) {
    refuse(409, 'Base branch was modified. Review and try the merge again.', { page });
  }
  await moveRef(call.world, { repository, ref, to, by: author(call) });
}
