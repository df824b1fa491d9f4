import { closest, distance } from 'fastest-levenshtein';

/** Most edits between what was written and what was meant; words of three letters and less allow one. */
const EDITS = 2;

/** The known word that was probably meant: `max_open` and `maxOpen` mean `max-open`, `branchs` means `branches`. */
export function nearest(word: string, known: readonly string[]): string | null {
  const longest = Math.max(...known.map((name) => name.length)) + EDITS;
  // Separators can make a word no more than twice as long, and what is longer still resembles nothing.
  if (word.length > 2 * longest) return null;
  const kebab = word
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/[_\s]+/g, '-')
    .toLowerCase();
  const candidate = closest(kebab, [...known]);
  return distance(kebab, candidate) <= Math.min(EDITS, Math.ceil(kebab.length / 3)) ? candidate : null;
}
