import { z } from 'zod';

/** What the checkboxes in a pull request's body ask for. */
export const boxes = ['sync'] as const;
export type Box = (typeof boxes)[number];

/** A checkbox that somebody ticked, as GitHub told, until an operation has answered it. */
export const Ticked = z.object({
  box: z.enum(boxes),
  /** Whether this person may write to the fork is GitHub's to say, when it is done. */
  by: z.object({ id: z.number().int(), login: z.string() }),
  /** Which ask of the link it is: an operation that knew fewer did not know of it. */
  request: z.number().int(),
});
export type Ticked = z.infer<typeof Ticked>;
