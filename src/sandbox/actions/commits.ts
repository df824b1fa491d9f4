import { type Commit, commitOf } from '../commit.ts';
import { type Quietly, sendRepositoryEvent } from '../events.ts';
import { accountNamed, branchSha, repositoryNamed } from '../find.ts';
import { commitExists } from '../history.ts';
import { releaseJson } from '../present/release.ts';
import type { Account, Repository } from '../types.ts';
import { nodeId, now, type World } from '../world.ts';
import { type Files, writeCommit } from '../write-commit.ts';
import { emailOf, moveRef } from './push.ts';

export interface Change extends Quietly {
  files: Files;
  message?: string;
  /** Login of who commits and pushes; the owner when not given. */
  author?: string;
}

export function commitActions(world: World) {
  return {
    /** A person's push of one commit; the branch is made from the default branch when it is missing. */
    async commit(name: string, branch: string, change: Change): Promise<string> {
      const { repository, by } = at(world, name, change.author);
      const parent = branchSha(repository, branch) ?? branchSha(repository, repository.defaultBranch);
      return pushCommit(world, { repository, branch, parent, by, change });
    },
    /**
     * Moves a branch anywhere: to a commit of the network, or to a new commit on `onto` (null: a history of its own).
     */
    async forcePush(
      name: string,
      branch: string,
      to: string | (Change & { onto?: string | null }),
      quietly: Quietly & { author?: string } = {},
    ): Promise<string> {
      if (typeof to === 'string') {
        const { repository, by } = at(world, name, quietly.author);
        await moveRef(world, {
          ...quietly,
          repository,
          ref: `refs/heads/${branch}`,
          to: await known(repository, to),
          by,
        });
        return to;
      }
      const { repository, by } = at(world, name, to.author);
      const parent = to.onto === undefined ? branchSha(repository, repository.defaultBranch) : to.onto;
      return pushCommit(world, { repository, branch, parent, by, change: to });
    },
  };
}

/** Branches and tags as they are. */
export function refActions(world: World) {
  return {
    commitOf: (name: string, sha: string): Promise<Commit> => commitOf(repositoryNamed(world, name).store, sha),
    async createBranch(name: string, branch: string, from?: string, quietly: Quietly = {}): Promise<string> {
      const { repository, by } = at(world, name);
      const to = branchSha(repository, from ?? repository.defaultBranch) ?? (await known(repository, from ?? ''));
      await moveRef(world, { ...quietly, repository, ref: `refs/heads/${branch}`, to, by });
      return to;
    },
    async deleteBranch(name: string, branch: string, given: Quietly & { by?: string } = {}): Promise<void> {
      const { repository, by } = at(world, name, given.by);
      await moveRef(world, { ...given, repository, ref: `refs/heads/${branch}`, to: null, by });
    },
    /** With a `message` the tag is an annotated one: an object of its own. Returns what it points to. */
    async createTag(
      name: string,
      tag: string,
      from: string,
      how: Quietly & { message?: string } = {},
    ): Promise<string> {
      const { repository, by } = at(world, name);
      const commit = branchSha(repository, from) ?? (await known(repository, from));
      const to =
        how.message === undefined ? commit : await writeTag(repository, { tag, commit, by, message: how.message });
      await moveRef(world, { silent: how.silent ?? false, repository, ref: `refs/tags/${tag}`, to, by });
      return to;
    },
    async deleteTag(name: string, tag: string, quietly: Quietly = {}): Promise<void> {
      const { repository, by } = at(world, name);
      await moveRef(world, { ...quietly, repository, ref: `refs/tags/${tag}`, to: null, by });
    },
    /** A tag on a branch's head or a commit, and a release that names it: upstream's latest from now on. */
    async release(name: string, tag: string, given: Quietly & { from: string; notes?: string }): Promise<void> {
      const { repository, by } = at(world, name);
      const sha = branchSha(repository, given.from) ?? (await known(repository, given.from));
      await moveRef(world, { silent: given.silent ?? false, repository, ref: `refs/tags/${tag}`, to: sha, by });
      const id = world.nextId();
      const release = { id, nodeId: nodeId('RE', id), tag, sha, notes: given.notes ?? '', createdAt: now() };
      repository.releases.push(release);
      const payload = { release: releaseJson(world, { repository, release, author: by }) };
      for (const action of ['published', 'released']) {
        sendRepositoryEvent(world, {
          event: 'release',
          action,
          repository,
          sender: by,
          payload,
          silent: given.silent ?? false,
        });
      }
    },
  };
}

function at(world: World, name: string, login?: string) {
  const repository = repositoryNamed(world, name);
  return { repository, by: login ? accountNamed(world, login) : repository.owner };
}

async function writeTag(
  { store }: Repository,
  { tag, commit, by, message }: { tag: string; commit: string; by: Account; message: string },
): Promise<string> {
  const tagger = `${by.login} <${emailOf(by)}> ${store.tick()} +0000`;
  const input = `object ${commit}\ntype commit\ntag ${tag}\ntagger ${tagger}\n\n${message}\n`;
  return (await store.git(['mktag'], { input })).trim();
}

async function pushCommit(
  world: World,
  given: { repository: Repository; branch: string; parent: string | null; by: Account; change: Change },
): Promise<string> {
  const { repository, branch, parent, by, change } = given;
  const { store } = repository;
  const author = { name: by.login, email: emailOf(by) };
  const as = { author, committer: author, date: store.tick() };
  const message = change.message ?? `Change ${Object.keys(change.files).join(', ')}`;
  const to = await writeCommit({ store, parent, files: change.files, message, as });
  const silent = change.silent ?? false;
  await moveRef(world, { repository, ref: `refs/heads/${branch}`, to, by, silent });
  return to;
}

async function known(repository: Repository, sha: string): Promise<string> {
  if (await commitExists(repository.store, sha)) return sha;
  throw new Error(`${repository.name} has no branch or commit ${sha}`);
}
