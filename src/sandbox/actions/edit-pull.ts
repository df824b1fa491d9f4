import { type Quietly, sendPullEvent } from '../events.ts';
import { branchSha } from '../find.ts';
import type { Json } from '../present/account.ts';
import type { Account, Pull } from '../types.ts';
import type { World } from '../world.ts';
import { measure, touch } from './follow.ts';

export interface PullEdit {
  title?: string;
  body?: string;
  /** Another branch of the same repository. */
  base?: string;
}

/** Changes what a pull request says of itself or what it is for; the event tells how it was before. */
export async function editPull(world: World, given: Quietly & PullEdit & { pull: Pull; by: Account }): Promise<void> {
  const { pull, by, title, body, base } = given;
  touch(pull);
  const changes: Json = {};
  if (title !== undefined && title !== pull.title) {
    changes.title = { from: pull.title };
    pull.title = title;
  }
  if (body !== undefined && body !== pull.body) {
    changes.body = { from: pull.body ?? '' };
    pull.body = body;
  }
  if (base !== undefined && base !== pull.base.branch) {
    const sha = branchSha(pull.base.repository, base);
    if (sha === null) throw new Error(`${pull.base.repository.name} has no branch ${base}`);
    changes.base = { ref: { from: pull.base.branch }, sha: { from: pull.base.sha } };
    pull.base = { ...pull.base, branch: base, sha };
    await measure(pull);
  }
  if (Object.keys(changes).length === 0) return;
  sendPullEvent(world, { ...given, action: 'edited', sender: by, payload: { changes } });
}
