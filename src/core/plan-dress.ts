/** What an open pull request of ours gets besides its head, and what is taken off it again. */
import type { Action } from './action.ts';
import { dressingOf } from './dressing.ts';
import { labelsPut, without } from './mergeability.ts';
import type { ObservedPull } from './observation.ts';
import type { Branch, Known, Plan } from './plan-types.ts';
import { passesByItself } from './reason.ts';
import { isTicked } from './text/pull-boxes.ts';
import { isStale, type Written, writtenFor } from './text/pull-section.ts';

/** What it gets once, when it is opened and when it comes to have conflicts. */
export function dressed(
  { settings }: Known,
  open: ObservedPull,
  when: { found: boolean; conflict: boolean },
): Action[] {
  const { labels, assignees, reviewers } = settings.pullRequest;
  const wanted = {
    labels: [...(when.found ? labels : []), ...(when.conflict ? settings.conflict.labels : [])],
    assignees: when.found ? assignees : [],
    reviewers: [...(when.found ? reviewers : []), ...(when.conflict ? settings.conflict.reviewers : [])],
  };
  const dressing = dressingOf(wanted, open);
  return dressing === null ? [] : [{ type: 'dress-pull', number: open.number, dressing }];
}

/** What was put on because of conflicts goes with them; what a person closed is left as it is. */
export function solved({ known, seen }: Branch, { reason }: Plan): Action[] {
  // What could not be seen or done now may be there still.
  if (reason === 'conflict' || passesByItself(reason)) return [];
  return seen.pulls.flatMap((pull): Action[] => {
    if (!pull.ours || pull.closedBy === 'person') return [];
    const put = labelsPut(known.mergeability, pull);
    const labels = without(put, [...known.settings.pullRequest.labels, ...without(put, pull.labels)]);
    return labels.length === 0 ? [] : [{ type: 'unlabel-pull', number: pull.number, labels }];
  });
}

/**
 * A text that was written for something else, or speaks of what is kept while that changes (`keeps`). A box that was ticked is emptied, so
 * that it can be ticked again.
 */
export function rewriting({ ours, body, number }: ObservedPull, now: Written, keeps: boolean): Action[] {
  if (!ours || body === null) return [];
  return isStale(body, now) || isTicked(body) || (keeps && writtenFor(body) !== null)
    ? [{ type: 'rewrite-pull', number }]
    : [];
}
