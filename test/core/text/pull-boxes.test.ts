import { describe, expect, it } from 'vitest';
import { emptyBox, isTicked, newlyTicked, tickedBoxes, wishOf } from '../../../src/core/text/pull-boxes.ts';
import { section } from '../../../src/core/text/pull-section.ts';
import type { Box } from '../../../src/core/ticked.ts';

const box = emptyBox('sync', '**Sync now**');
const ticked = box.replace('[ ]', '[x]');
const heads = { fork: 'a'.repeat(40), upstream: 'b'.repeat(40) };
const body = (text: string, around = '') => `${around}\n${section(text, null)}\n${around}`;

it('looks like this', () => {
  expect(box).toMatchInlineSnapshot(`"- [ ] <!-- backstroke:sync -->**Sync now**"`);
});

describe('a box is ticked', () => {
  it.each([
    ['by a click', body(ticked)],
    ['in an editor', body(box.replace('[ ]', '[X]'))],
    ['in a browser', body(ticked).replaceAll('\n', '\r\n')],
    ['whatever it says', body('- [x] <!-- backstroke:sync -->Words of another version')],
  ])('%s', (_, text) => expect([...tickedBoxes(text)]).toEqual(['sync']));

  it.each([
    ['it is empty', body(box)],
    ['there is none', body('Text')],
    ['it stands outside of our part', body('Text', ticked)],
    ['our part was taken over', ticked],
    ['it is not the first on its line', body(`> ${ticked}`)],
    ['it is code', body(`    ${ticked}`)],
    ['the first of two is empty', body(`${box}\n${ticked}`)],
    ['it is of another kind', body('- [x] <!-- backstroke:everything -->All')],
  ])('not where %s', (_, text) => expect([...tickedBoxes(text)]).toEqual([]));
});

describe('an edit ticks', () => {
  it.each([
    ['a box that was empty', body(box), body(ticked), ['sync']],
    ['and changes other words', body(box, 'Mine'), body(ticked, 'Ours'), ['sync']],
    ['none that was ticked before', body(ticked), body(ticked, 'More'), []],
    ['none that it empties', body(ticked), body(box), []],
    ['none that it brings', body('Text'), body(ticked), []],
    ['none of a text that was not there', '', body(ticked), []],
  ])('%s', (_, before, after, expected) => expect(newlyTicked(before, after)).toEqual(expected));
});

/** A body with the boxes that are named, of which those in capitals are ticked. */
const boxed = (names: string, written = true) =>
  section(
    names
      .split(' ')
      .map((name) =>
        emptyBox(name.toLowerCase() as Box, name).replace('[ ]', name === name.toUpperCase() ? '[x]' : '[ ]'),
      )
      .join('\n'),
    written ? { ...heads, conflicting: true } : null,
  );
const sync = { box: 'sync', heads: null };
const move = { box: 'move', heads };
const resolve = { box: 'resolve', heads };

describe('an edit asks', () => {
  it.each([
    ['for a sync', 'sync move', 'SYNC move', sync],
    ['for a move, on the heads that the text is about', 'sync move', 'sync MOVE', move],
    ['for the greater of both', 'sync move', 'SYNC MOVE', move],
    ['for no move before both boxes are ticked', 'sync move workflows', 'sync MOVE workflows', null],
    ['for none by the second alone', 'sync move workflows', 'sync move WORKFLOWS', null],
    ['for one by the second after the first', 'sync MOVE workflows', 'sync MOVE WORKFLOWS', move],
    ['for one by the first after the second', 'sync move WORKFLOWS', 'sync MOVE WORKFLOWS', move],
    ['for one by both at once', 'sync move workflows', 'sync MOVE WORKFLOWS', move],
    ['for no move that was ticked before', 'sync MOVE', 'SYNC MOVE', sync],
    ['for no move that it brings', 'sync', 'sync MOVE', null],
    ['for no move with a second box that it brings', 'sync MOVE', 'sync MOVE WORKFLOWS', null],
    ['for nothing that it empties', 'SYNC MOVE WORKFLOWS', 'sync move workflows', null],
    ['for what was resolved before, on these heads', 'sync resolve', 'SYNC RESOLVE', resolve],
    ['for nothing that was ticked before it', 'sync RESOLVE', 'SYNC RESOLVE', sync],
    ['for a sync while a move is not whole', 'sync MOVE workflows', 'SYNC MOVE workflows', sync],
  ])('%s', (_, before, after, expected) => expect(wishOf(boxed(before), boxed(after))).toEqual(expected));

  it('for no move in a text that does not say which heads it is about', () => {
    expect(wishOf(boxed('sync move', false), boxed('sync MOVE', false))).toBeNull();
  });
});

it.each([
  ['sync move workflows', false],
  ['SYNC move workflows', true],
  ['sync MOVE workflows', false],
  ['sync move WORKFLOWS', false],
  ['sync MOVE WORKFLOWS', true],
  ['sync MOVE', true],
])('%j is to be written again: %s', (names, expected) => expect(isTicked(boxed(names))).toBe(expected));
