/**
 * The checkboxes in our part of a pull request's body. GitHub lets people who may edit it tick them, and tells of it as of any
 * other edit. Which is which is said by an HTML comment, so that the words may change.
 */
import type { Box } from '../ticked.ts';
import { sectionText } from './pull-section.ts';

/** A box that nobody has ticked. `words` is Markdown of ours. */
export function emptyBox(box: Box, words: string): string {
  return `- [ ] <!-- backstroke:${box} -->${words}`;
}

/** Boxes that are ticked. What stands outside of our part is none of them. */
export function tickedBoxes(body: string): Set<Box> {
  return new Set([...statesOf(body)].flatMap(([box, ticked]) => (ticked ? [box] : [])));
}

/** Boxes that an edit ticked, of those that were empty before it. */
export function newlyTicked(before: string, after: string): Box[] {
  const states = statesOf(before);
  return [...tickedBoxes(after)].filter((box) => states.get(box) === false);
}

const line = /^- \[([ xX])\] <!-- backstroke:(sync) -->/gm;

/** The first of each counts. */
function statesOf(body: string): Map<Box, boolean> {
  const states = new Map<Box, boolean>();
  for (const [, mark, box] of sectionText(body).matchAll(line)) {
    if (box === 'sync' && !states.has(box)) states.set(box, mark !== ' ');
  }
  return states;
}
