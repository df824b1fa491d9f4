import { z } from 'zod';
import type { MergeMethod } from '../core/merging.ts';
import type { Refusal } from '../core/refusal.ts';
import { parseAnswer } from './attempt.ts';
import { faultFrom } from './fault.ts';
import { type Place, writeRef } from './move-branch.ts';
import { detailOf, textOf } from './words.ts';

/**
 * What became of a merge. `moved`: one of the two branches is elsewhere, or GitHub does not call it mergeable any more; `waits`: for a check,
 * a review or something else that GitHub names; `method`: the repository does not allow it in this way.
 */
export type MergedPull =
  | { merged: true; sha: string }
  | { merged: false; why: 'moved' | 'waits' | 'method'; detail: string }
  | Refusal;

const Merged = z.object({ merged: z.literal(true), sha: z.string() });

/** GitHub documents the codes alone. The texts are those that people report: https://github.com/chdsbd/kodiak and other Apps that merge. */
const answers: readonly (readonly [RegExp, 'moved' | 'waits' | 'method'])[] = [
  [/(?:head|base) branch was modified|pull request is not mergeable/i, 'moved'],
  [/(?:merge commits|squash merges|rebase merges) are not allowed|merge method .*not allowed/i, 'method'],
  [/required status check|approving review|review (?:is|was) required|changes (?:were|have been) requested/i, 'waits'],
  [/can(?:no|')t be rebased|conversations? must be resolved|still a draft/i, 'waits'],
];

/**
 * Merges a pull request whose head is still `sha`. Needs `contents: write`, and `workflows: write` for commits that change workflows.
 * https://docs.github.com/rest/pulls/pulls#merge-a-pull-request
 */
export function mergePull(
  place: Place,
  given: { number: number; sha: string; method: MergeMethod; title: string; message: string },
): Promise<MergedPull> {
  return writeRef(place, async (): Promise<Exclude<MergedPull, Refusal>> => {
    try {
      const { data } = await place.client.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', {
        owner: place.fork.owner,
        repo: place.fork.name,
        pull_number: given.number,
        sha: given.sha,
        merge_method: given.method,
        // Of its own GitHub would write upstream's messages there. A rebase has none.
        ...(given.method === 'rebase' ? {} : { commit_title: given.title, commit_message: given.message }),
      });
      return { merged: true, sha: parseAnswer(Merged, data).sha };
    } catch (error) {
      const fault = faultFrom(error);
      const text = textOf(fault?.body);
      const known = answers.find(([words]) => words.test(text));
      if (!known || !fault?.status || ![405, 409, 422].includes(fault.status)) throw error;
      return { merged: false, why: known[1], detail: detailOf(text) };
    }
  });
}
