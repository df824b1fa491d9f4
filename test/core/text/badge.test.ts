import { describe, expect, test } from 'vitest';
import { linkStates } from '../../../src/core/reason.ts';
import { badge } from '../../../src/core/text/badge.ts';

/** Relative luminance. https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe.each(linkStates)('the badge of %s', (state) => {
  test('says it to eyes and to screen readers, and loads nothing', () => {
    const svg = badge(state);
    const [, said = ''] = /aria-label="upstream: ([a-z ]+)"/.exec(svg) ?? [];
    expect(said).not.toBe('');
    expect(svg).toContain(`>${said}</text>`);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|style|on\w+=/);
  });

  test('can be read on its colours', () => {
    const colours = [...badge(state).matchAll(/fill="(#[0-9a-f]{6})"/g)].map(([, colour = '']) => colour);
    expect(colours).toHaveLength(2);
    for (const colour of colours) expect(1.05 / (luminance(colour) + 0.05), colour).toBeGreaterThan(4.5);
  });
});
