import { describe, expect, it } from 'vitest';
import { isStale, sameText, section, withSection, writtenFor } from '../../../src/core/text/pull-section.ts';

const heads = { fork: 'a'.repeat(40), upstream: 'b'.repeat(40), conflicting: false };
const ours = section('Ours', heads);

describe('our part of a body', () => {
  it('looks like this', () => {
    expect(ours).toMatchInlineSnapshot(`
      "<!-- backstroke -->
      Ours

      <!-- /backstroke aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb: rewritten when a branch moves, so write above or below it -->"
    `);
  });

  it.each([
    ['alone', ours, 'NEW'],
    ['with words above and below', `Above\n\n${ours}\n\nBelow`, 'Above\n\nNEW\n\nBelow'],
    ['as browsers send it', `Above\n\n${ours}`.replaceAll('\n', '\r\n'), 'Above\n\nNEW'],
    ['changed by somebody inside', ours.replace('Ours', 'Ours, and mine'), 'NEW'],
    ['not whole', section('Less', null), 'NEW'],
    ['twice: the first counts', `${ours}\n${ours}`, `NEW\n${ours}`],
  ])('%s', (_, body, expected) => expect(withSection(body, 'NEW')).toBe(expected));

  it.each([
    ['nothing', ''],
    ["somebody's own words", 'Mine'],
    ['no beginning', ours.replace('<!-- backstroke -->\n', '')],
    ['no end', ours.replace(/\n<!-- \/backstroke.*/, '')],
    ['the end first', ours.split('\n').reverse().join('\n')],
    ['what begins in the middle of a line', ours.replace('<!-- backstroke -->', '> <!-- backstroke -->')],
  ])('is not there: %s', (_, body) => {
    expect(withSection(body, 'NEW')).toBeNull();
    expect(isStale(body, heads)).toBe(false);
  });

  it.each([
    ['for these heads', ours, false],
    ['for another upstream', section('Ours', { ...heads, upstream: 'c'.repeat(40) }), true],
    ['for another fork', section('Ours', { ...heads, fork: 'c'.repeat(40) }), true],
    ['as without conflicts', section('Ours', { ...heads, conflicting: true }), true],
    ['to be merged by itself', section('Ours', { ...heads, merge: 'squash' }), true],
    ['not whole', section('Less', null), true],
  ])('is stale or not: written %s', (_, body, stale) => expect(isStale(body, heads)).toBe(stale));

  it('for one that is merged by itself is stale when it is merged in another way', () => {
    for (const conflicting of [true, false]) {
      const squashed = { ...heads, conflicting, merge: 'squash' as const };
      expect(isStale(section('Ours', squashed), squashed)).toBe(false);
      expect(isStale(section('Ours', squashed), { ...squashed, merge: 'rebase' })).toBe(true);
      expect(isStale(section('Ours', squashed), { ...squashed, merge: 'never' })).toBe(true);
    }
  });

  it('names labels whatever they are called, and is not stale for them', () => {
    const labels = ['conflict', 'needs help: now', '--> +a', '100 %', '🚧 merge'];
    const body = section('Ours', { ...heads, conflicting: true, merge: 'squash', labels: [...labels, '\ud800'] });
    expect(writtenFor(body)).toEqual({ ...heads, conflicting: true, merge: 'squash', labels });
    expect(body.match(/-->/g)).toHaveLength(2);
    expect(isStale(body, { ...heads, conflicting: true, merge: 'squash' })).toBe(false);
    expect(writtenFor(body.replace('+conflict', '+%FF'))?.labels).toEqual(labels.slice(1));
    expect(writtenFor(ours)?.labels).toEqual([]);
  });

  it('is the same with either kind of line ends', () => {
    expect(sameText(ours, ours.replaceAll('\n', '\r\n'))).toBe(true);
    expect(sameText(ours, `${ours} `)).toBe(false);
  });
});
