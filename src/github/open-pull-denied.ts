import type { Reason } from '../core/reason.ts';
import type { Refusal } from '../core/refusal.ts';
import { refuse } from './refusal.ts';
import { meaningOf, type Saying, sayingsOf, textOf } from './words.ts';

/** `exists`: there is an open one between these branches already. */
export type Denied = Refusal | { exists: true };

/** The body of a 422 to `POST /pulls`, or null when it is none of the known ones. */
export function denialFrom(body: unknown, order: { upstreamPrivate: boolean }): Denied | null {
  const { message, errors } = sayingsOf(body);
  const known = denial(errors.length > 0 ? errors : [{ message, field: '', code: '' }], order);
  return known && 'refused' in known ? refuse({ ...known, detail: textOf(body) }) : known;
}

/**
 * GitHub's refusals, REST and GraphQL. That upstream has nothing new, or no such head, contradicts what was just observed: the fork
 * network has not caught up, and reading again is right. Texts: https://docs.github.com/rest/pulls/pulls#create-a-pull-request
 */
export function denial(sayings: readonly Saying[], order: { upstreamPrivate: boolean }): Denied | null {
  const text = sayings.map((one) => one.message).join(': ');
  const field = (name: string) => sayings.some((one) => one.field === name);
  const detail = text || sayings.map((one) => `${one.field} ${one.code}`).join(': ');
  const say = (reason: Reason) => refuse({ reason, detail });
  if (/a pull request already exists/i.test(text)) return { exists: true };
  const known = meaningOf(text);
  if (known) return say(known);
  if (/not all refs are readable/i.test(text)) return say('upstream-private');
  if (field('fork_collab') || /fork collab/i.test(text)) return say('failed');
  // "Base sha can't be blank" says nothing about the base: GitHub adds it when there is no such head.
  if (field('base') || /base ref must be a branch/i.test(text)) return say('fork-branch-missing');
  if (field('head') || /head (?:ref must|sha can't)/i.test(text))
    return say(order.upstreamPrivate ? 'upstream-private' : 'github-unavailable');
  return /no commits between/i.test(text) ? say('github-unavailable') : null;
}
