import { z } from 'zod';
import { triggers } from './message.ts';
import { reasons } from './reason.ts';

const moment = z.iso.datetime();

/** One fact about an operation: appended, never rewritten. */
export const OperationEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('queued'),
    at: moment,
    linkId: z.string(),
    trigger: z.enum(triggers),
    requestId: z.string(),
  }),
  /** Another operation of the same link was queued after this one and answers for it. */
  z.object({ event: z.literal('joined'), at: moment, operationId: z.string() }),
  z.object({ event: z.literal('started'), at: moment, handledBy: z.string() }),
  z.object({
    event: z.literal('finished'),
    at: moment,
    reason: z.enum(reasons),
    sentence: z.string(),
    upstreamSha: z.string().nullable(),
    pull: z.object({ number: z.number().int(), url: z.string() }).nullable(),
    rangeDiff: z.string().nullish(),
  }),
]);
export type OperationEvent = z.infer<typeof OperationEvent>;
