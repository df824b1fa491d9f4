import { commitOf } from '../commit.ts';
import type { Quietly } from '../events.ts';
import { accountNamed, branchSha, pullNumbered, repositoryNamed } from '../find.ts';
import { mergedWithMarks } from '../merge.ts';
import type { World } from '../world.ts';
import { commitTree, type Files, writeCommit } from '../write-commit.ts';
import { emailOf, moveRef } from './push.ts';

export function resolveActions(world: World) {
  return {
    /**
     * What the button "Resolve conflicts" does: the base is merged into the head, with these files as `by` left them in the editor.
     * https://docs.github.com/pull-requests/collaborating-with-pull-requests/addressing-merge-conflicts/resolving-a-merge-conflict-on-github
     */
    async resolveConflicts(
      repo: string,
      number: number,
      given: Quietly & { files: Files; by: string },
    ): Promise<string> {
      const { base, head } = pullNumbered(repositoryNamed(world, repo), number);
      const by = accountNamed(world, given.by);
      const baseSha = branchSha(base.repository, base.branch);
      const { repository, branch } = head;
      if (!repository || !baseSha) throw new Error(`pull request ${repo}#${number} has lost a branch`);
      const { store } = repository;
      const author = { name: by.login, email: emailOf(by) };
      const as = { author, committer: author, date: store.tick() };
      const parents = [head.sha, baseSha];
      const message = `Merge branch '${base.branch}' into ${branch}`;
      const marked = await commitTree({
        store,
        tree: await mergedWithMarks(store, head.sha, baseSha),
        parents,
        message,
        as,
      });
      const edited = await writeCommit({ store, parent: marked, files: given.files, message, as });
      const to = await commitTree({ store, tree: (await commitOf(store, edited)).tree, parents, message, as });
      await moveRef(world, { ...given, repository, ref: `refs/heads/${branch}`, to, by });
      return to;
    },
  };
}
