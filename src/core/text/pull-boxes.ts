/**
 * The checkboxes in our part of a pull request's body. GitHub lets people who may edit it tick them, and tells of it as of any
 * other edit. Which is which is said by an HTML comment, so that the words may change.
 */
import { type Box, boxes, type Wish } from '../ticked.ts';
import { sectionText, writtenFor } from './pull-section.ts';

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

/** What an edit asks for by the boxes that it ticked; null: nothing, or more has to be ticked first. */
export function wishOf(before: string, after: string): Wish | null {
  const newly = newlyTicked(before, after);
  const heads = writtenFor(after);
  if (heads !== null) {
    const { fork, upstream } = heads;
    if (wantsMove(after) && newly.some((box) => box === 'move' || box === 'workflows')) {
      return { box: 'move', heads: { fork, upstream } };
    }
    if (newly.includes('resolve')) return { box: 'resolve', heads: { fork, upstream } };
  }
  return newly.includes('sync') ? { box: 'sync', heads: null } : null;
}

/** All is ticked that something is done for, so the text is to be written again, which empties it. */
export function isTicked(body: string): boolean {
  const ticked = tickedBoxes(body);
  return ticked.has('sync') || ticked.has('resolve') || wantsMove(body);
}

/** Where there is a second box, both have to be ticked. */
function wantsMove(body: string): boolean {
  const states = statesOf(body);
  return states.get('move') === true && states.get('workflows') !== false;
}

const line = /^- \[([ xX])\] <!-- backstroke:([a-z]+) -->/gm;

/** The first of each counts. */
function statesOf(body: string): Map<Box, boolean> {
  const states = new Map<Box, boolean>();
  for (const [, mark, name] of sectionText(body).matchAll(line)) {
    const box = boxes.find((one) => one === name);
    if (box !== undefined && !states.has(box)) states.set(box, mark !== ' ');
  }
  return states;
}
