import { HOUR, MINUTE } from './duration.ts';
import type { OperationResult } from './message.ts';
import { isRefusal } from './refusal.ts';
import type { Outcome } from './result.ts';

/** All tags are there only where none was seen to be missing, or those that were are made. */
export function tagsAfter(
  { seen, tagsMade = false }: Outcome,
  settled: boolean,
): Pick<OperationResult, 'tagsDecidedOn' | 'tagsLeft'> {
  const tags = settled ? (seen?.tags ?? null) : null;
  if (tags === null) return { tagsDecidedOn: null, tagsLeft: null };
  const all = tagsMade || (!isRefusal(tags.missing) && tags.missing.length === 0);
  return all ? { tagsDecidedOn: tags.state, tagsLeft: null } : { tagsDecidedOn: null, tagsLeft: tags.state };
}

/** When tags that were left are looked for again where nothing else brings the link back; null: what ends the hold does. */
export function tagsAgainAt({ reason, seen }: Outcome, now: Date): string | null {
  if (reason === 'held-undone' || reason === 'planned') return null;
  const missing = seen?.tags?.missing ?? [];
  const after = (wait: number) => new Date(now.getTime() + wait).toISOString();
  if (!isRefusal(missing)) return after(5 * MINUTE);
  const hour = after(HOUR);
  return missing.notBefore !== null && missing.notBefore > hour ? missing.notBefore : hour;
}
