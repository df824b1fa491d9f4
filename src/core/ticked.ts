import { z } from 'zod';

/**
 * The checkboxes in a pull request's body. `sync`: look again now; `move`: put one with its head in the fork in its place; `workflows`:
 * that this may be done though upstream's workflows are others; `resolve`: resolve its conflicts as they were resolved before.
 */
export const boxes = ['sync', 'move', 'workflows', 'resolve'] as const;
export type Box = (typeof boxes)[number];

/** What ticked checkboxes ask for. `heads`: those of the fork and of upstream that the text was written for, where it matters. */
export const Wish = z.object({
  box: z.enum(['sync', 'move', 'resolve']),
  heads: z.object({ fork: z.string(), upstream: z.string() }).nullable().default(null),
});
export type Wish = z.infer<typeof Wish>;

/** What somebody ticked, as GitHub told, until an operation has answered it. */
export const Ticked = Wish.extend({
  /** Whether this person may write to the fork is GitHub's to say, when it is done. */
  by: z.object({ id: z.number().int(), login: z.string() }),
  /** Which ask of the link it is: an operation that knew fewer did not know of it. */
  request: z.number().int(),
});
export type Ticked = z.infer<typeof Ticked>;
