import { z } from 'zod';
import { moment } from './message-parts.ts';

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

/** A repository was pushed to that somebody's globs are matched against. */
export const PushReport = z.object({
  version: z.literal(1),
  kind: z.literal('pushed'),
  repositoryId: z.number().int(),
  /** By GitHub's clock. */
  pushedAt: moment,
  requestId: z.string(),
  expiresAt: moment,
});
export type PushReport = z.infer<typeof PushReport>;
