import type { Quietly } from '../events.ts';
import { branchSha } from '../find.ts';
import { commitsSince } from '../history.ts';
import { mergedCommit } from '../merge.ts';
import type { Account, MergeMethod, Pull } from '../types.ts';
import type { World } from '../world.ts';
import { markMerged } from './follow.ts';
import { emailOf, moveRef } from './push.ts';

export interface PullMerge extends Quietly {
  pull: Pull;
  method: MergeMethod;
  by: Account;
  title?: string;
  message?: string;
}

/** A real merge by git; null when it conflicts. */
export async function mergePull(world: World, given: PullMerge): Promise<string | null> {
  const { pull, method, by } = given;
  const { repository, branch } = pull.base;
  const base = branchSha(repository, branch);
  if (base === null) return null;
  const author = { name: by.login, email: emailOf(by) };
  const message = await messageFor(given);
  const to = await mergedCommit({ store: repository.store, base, head: pull.head.sha, method, message, author });
  if (to === null || branchSha(repository, branch) !== base) return null;
  const moving = moveRef(world, { ...given, repository, ref: `refs/heads/${branch}`, to, by });
  markMerged(world, { ...given, sha: to });
  await moving;
  return to;
}

async function messageFor({ pull, method, title, message }: PullMerge): Promise<string> {
  const { head, number } = pull;
  if (method === 'merge') {
    const first = title ?? `Merge pull request #${number} from ${head.owner.login}/${head.branch}`;
    return `${first}\n\n${message ?? pull.title}\n`;
  }
  const { store } = pull.base.repository;
  const commits = await commitsSince({ store, base: [pull.base.sha], head: head.sha, limit: 250 });
  const list = commits.map((commit) => `* ${commit.message}`).join('\n\n');
  return `${title ?? `${pull.title} (#${number})`}\n\n${message ?? list}\n`;
}
