import { z } from 'zod';

const moment = z.iso.datetime();

/** What the dispatcher saw of an upstream ref that is news: it is not there under its known name, or has a head that a link waits by. */
export const RefReport = z.object({
  version: z.literal(1),
  kind: z.literal('ref'),
  upstreamRefId: z.uuid(),
  repositoryId: z.number().int(),
  report: z.enum(['there', 'renamed', 'replaced', 'gone', 'no-branch']),
  owner: z.string().nullable(),
  name: z.string().nullable(),
  /** Its head, where that was not seen before and a link waits by it. */
  head: z.string().nullable().default(null),
  readAt: moment,
  expiresAt: moment,
});
export type RefReport = z.infer<typeof RefReport>;
