/** Lists of a configuration. */
import { z } from 'zod';

/** How long a list may be, and what is said of a longer one. */
export const most = (max: number, what: string) => ({ error: `At most ${max} ${what} can be listed.`, max });

export function list<Entry extends z.ZodType>(entry: Entry, { max, error }: { max: number; error: string }) {
  return z.array(entry).max(max, error);
}
