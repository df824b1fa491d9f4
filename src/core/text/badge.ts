import type { LinkState } from '../reason.ts';

interface BadgeLook {
  text: string;
  /** White on it has the contrast that small text needs (4.5). https://www.w3.org/TR/WCAG22/#contrast-minimum */
  colour: string;
}

const looks: Record<LinkState, BadgeLook> = {
  'in-sync': { text: 'in sync', colour: '#1a7f37' },
  'pull-open': { text: 'pull request open', colour: '#0969da' },
  behind: { text: 'behind', colour: '#0969da' },
  new: { text: 'new', colour: '#59636e' },
  held: { text: 'on hold', colour: '#9a6700' },
  conflict: { text: 'conflict', colour: '#cf222e' },
  failing: { text: 'failing', colour: '#cf222e' },
  disabled: { text: 'off', colour: '#59636e' },
};

const label = 'upstream';
/** Pixels of a letter of this size, on average, and beside each text. */
const letter = 6.4;
const beside = 8;

/** How a fork stands to its upstream, as an image for a README: SVG without script, style or anything from elsewhere. */
export function badge(state: LinkState): string {
  const { text, colour } = looks[state];
  const [left, right] = [label, text].map((words) => Math.round(words.length * letter)) as [number, number];
  const [from, width] = [left + 2 * beside, left + right + 4 * beside];
  const words = (at: number, long: number, said: string) =>
    `<text x="${at}" y="14" textLength="${long}" lengthAdjust="spacingAndGlyphs">${said}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${label}: ${text}">`,
    `<title>${label}: ${text}</title>`,
    `<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${from}" height="20" fill="#32383f"/>`,
    `<rect x="${from}" width="${width - from}" height="20" fill="${colour}"/></g>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">`,
    `${words(beside, left, label)}${words(from + beside, right, text)}</g></svg>`,
  ].join('');
}
