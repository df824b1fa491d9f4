import { z } from 'zod';

const moment = z.iso.datetime();

/** What the dispatcher saw of an upstream ref: what is news of whether it is there, and under which name. */
export const RefReport = z.object({
  version: z.literal(1),
  kind: z.literal('ref'),
  upstreamRefId: z.uuid(),
  repositoryId: z.number().int(),
  report: z.enum(['there', 'renamed', 'replaced', 'gone', 'no-branch']),
  owner: z.string().nullable(),
  name: z.string().nullable(),
  readAt: moment,
  expiresAt: moment,
});
export type RefReport = z.infer<typeof RefReport>;
