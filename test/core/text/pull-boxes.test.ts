import { describe, expect, it } from 'vitest';
import { emptyBox, newlyTicked, tickedBoxes } from '../../../src/core/text/pull-boxes.ts';
import { section } from '../../../src/core/text/pull-section.ts';

const box = emptyBox('sync', '**Sync now**');
const ticked = box.replace('[ ]', '[x]');
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
