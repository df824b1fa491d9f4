import { type Quietly, sendPullEvent } from '../events.ts';
import { accountNamed, branchSha, pullNumbered, repositoryNamed } from '../find.ts';
import { counts, diffSize } from '../history.ts';
import { holdMergeable } from '../mergeable.ts';
import { pullPage } from '../present/pull.ts';
import type { Comment, MergeMethod, Pull, TimelineEvent } from '../types.ts';
import type { World } from '../world.ts';
import { editPull, type PullEdit } from './edit-pull.ts';
import { close, record, touch } from './follow.ts';
import { mergePull } from './merge-pull.ts';
import { addPull } from './open-pull.ts';

export interface PullInfo {
  number: number;
  nodeId: string;
  url: string;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  draft: boolean;
  merged: boolean;
  mergeCommitSha: string | null;
  user: string;
  head: { repository: string | null; label: string; branch: string; sha: string };
  base: { branch: string; sha: string };
  labels: string[];
  assignees: string[];
  reviewers: string[];
  /** As `organization/slug`. */
  teamReviewers: string[];
  comments: { user: string; body: string }[];
  timeline: { type: TimelineEvent['type']; actor: string; createdAt: string }[];
  createdAt: string;
  closedAt: string | null;
  mergedAt: string | null;
}

interface ByPerson extends Quietly {
  repo: string;
  /** `owner:branch`, `owner:repo:branch` or a branch of the same repository. */
  head: string;
  base: string;
  by: string;
  title?: string;
  body?: string;
}

export function pullActions(world: World) {
  const numbered = (repo: string, number: number) => pullNumbered(repositoryNamed(world, repo), number);

  return {
    pulls(repo: string, given: { state?: 'open' | 'closed' | 'all' } = {}): PullInfo[] {
      const { state = 'all' } = given;
      const { pulls } = repositoryNamed(world, repo);
      return pulls.filter((pull) => state === 'all' || pull.state === state).map((pull) => pullInfo(world, pull));
    },
    /** GitHub has not found out whether these can be merged, until what is returned is called. */
    holdMergeable: (repo: string): (() => void) => holdMergeable(repositoryNamed(world, repo)),
    closePull(repo: string, number: number, by: string, quietly: Quietly = {}): void {
      close(world, { ...quietly, pull: numbered(repo, number), by: accountNamed(world, by) });
    },
    reopenPull(repo: string, number: number, by: string, quietly: Quietly = {}): void {
      reopen(world, { ...quietly, pull: numbered(repo, number), by: accountNamed(world, by) });
    },
    async mergePull(
      repo: string,
      number: number,
      given: Quietly & { by: string; method?: MergeMethod },
    ): Promise<string> {
      const by = accountNamed(world, given.by);
      const pull = numbered(repo, number);
      const sha = await mergePull(world, { ...given, pull, by, method: given.method ?? 'merge' });
      if (sha === null) throw new Error(`pull request ${repo}#${number} conflicts`);
      return sha;
    },
    async editPull(repo: string, number: number, given: Quietly & PullEdit & { by: string }): Promise<void> {
      await editPull(world, { ...given, pull: numbered(repo, number), by: accountNamed(world, given.by) });
    },
    async openPull(given: ByPerson): Promise<PullInfo> {
      return pullInfo(world, await openByPerson(world, given));
    },
    commentPull(repo: string, number: number, by: string, body: string): void {
      const comment: Comment = { id: world.nextId(), user: accountNamed(world, by), body, createdAt: isoNow() };
      numbered(repo, number).comments.push(comment);
    },
  };
}

export function reopen(world: World, given: Quietly & { pull: Pull; by: Parameters<typeof close>[1]['by'] }): void {
  const { pull, by } = given;
  if (pull.state === 'open' || pull.mergedAt) return;
  const sha = pull.head.repository && branchSha(pull.head.repository, pull.head.branch);
  if (!sha) throw new Error('a pull request without its head branch cannot be reopened');
  pull.state = 'open';
  pull.closedAt = null;
  pull.head.sha = sha;
  touch(pull);
  record(world, pull, 'ReopenedEvent', by);
  sendPullEvent(world, { ...given, action: 'reopened', sender: by });
}

async function openByPerson(world: World, given: ByPerson): Promise<Pull> {
  const repository = repositoryNamed(world, given.repo);
  const head = headNamed(world, given.repo, given.head);
  const base = { repository, branch: given.base, sha: branchSha(repository, given.base) };
  if (!head.sha || !base.sha) throw new Error(`no such branch: ${given.head} or ${given.base}`);
  const { store } = repository;
  const { ahead } = await counts(store, base.sha, head.sha);
  if (ahead === 0) throw new Error(`No commits between ${given.base} and ${given.head}`);
  return addPull(world, {
    base: { ...base, sha: base.sha },
    head: { ...head, sha: head.sha },
    title: given.title ?? given.head,
    body: given.body ?? null,
    draft: false,
    maintainerCanModify: false,
    user: accountNamed(world, given.by),
    commits: ahead,
    diff: await diffSize(store, base.sha, head.sha),
    silent: given.silent ?? false,
  });
}

function headNamed(world: World, repo: string, head: string) {
  const base = repositoryNamed(world, repo);
  const parts = head.split(':');
  const branch = parts.pop() ?? head;
  const [owner = base.owner.login, name] = parts;
  const ownedBy = [...world.repositories.values()].filter(
    (other) => !other.deleted && other.network === base.network && other.owner.login === owner,
  );
  const repository = ownedBy.find((other) => (name ? other.name === name : true)) ?? base;
  const found = parts.length === 0 ? base : repository;
  return { repository: found, branch, sha: branchSha(found, branch) };
}

export function pullInfo(world: World, pull: Pull): PullInfo {
  const { repository, owner, branch, sha } = pull.head;
  return {
    number: pull.number,
    nodeId: pull.nodeId,
    url: pullPage(world, pull),
    title: pull.title,
    body: pull.body,
    state: pull.state,
    draft: pull.draft,
    merged: pull.mergedAt !== null,
    mergeCommitSha: pull.mergeCommitSha,
    user: pull.user.login,
    head: {
      repository: repository ? `${repository.owner.login}/${repository.name}` : null,
      label: `${owner.login}:${branch}`,
      branch,
      sha,
    },
    base: { branch: pull.base.branch, sha: pull.base.sha },
    labels: pull.labels.map((label) => label.name),
    assignees: pull.assignees.map((account) => account.login),
    reviewers: pull.reviewers.map((account) => account.login),
    teamReviewers: pull.teamReviewers.map(({ organization, slug }) => `${organization.login}/${slug}`),
    comments: pull.comments.map(({ user, body }) => ({ user: user.login, body })),
    timeline: pull.timeline.map(({ type, actor, createdAt }) => ({ type, actor: actor.login, createdAt })),
    createdAt: pull.createdAt,
    closedAt: pull.closedAt,
    mergedAt: pull.mergedAt,
  };
}

function isoNow(): string {
  return new Date().toISOString();
}
