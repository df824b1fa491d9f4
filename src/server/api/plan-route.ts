import { createRoute, z } from '@hono/zod-openapi';
import { mergeMethods } from '../../core/merging.ts';
import { reasons } from '../../core/reason.ts';
import { json, nobody, problem, security } from './routes.ts';

const ActionSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open-pull') }),
  z.object({ type: z.literal('dress-pull'), number: z.number().int() }),
  z.object({ type: z.literal('rewrite-pull'), number: z.number().int() }),
  z.object({ type: z.literal('unlabel-pull'), number: z.number().int(), labels: z.array(z.string()) }),
  z.object({ type: z.literal('create-branch'), to: z.string() }),
  z.object({
    type: z.literal('merge-pull'),
    number: z.number().int(),
    headSha: z.string(),
    method: z.enum(mergeMethods),
  }),
  z.object({ type: z.literal('forward'), from: z.string(), to: z.string() }),
  z.object({ type: z.literal('merge'), from: z.string(), headSha: z.string() }),
  z.object({ type: z.literal('replace'), from: z.string(), to: z.string(), backup: z.string() }),
  z.object({ type: z.literal('rebase'), from: z.string(), onto: z.string(), backup: z.string() }),
  z.object({ type: z.literal('create-tags'), tags: z.array(z.string()).openapi({ description: 'Their names' }) }),
  z.object({ type: z.literal('close-pull'), number: z.number().int() }),
  z.object({
    type: z.literal('place-head'),
    branch: z.string(),
    how: z.enum(['create', 'forward', 'replace', 'merge', 'resolve']),
    from: z.string().nullable(),
    to: z.string(),
  }),
  z.object({ type: z.literal('remove-head'), branch: z.string(), from: z.string() }),
]);

export const PlanSchema = z
  .object({
    reason: z.enum(reasons).openapi({ description: 'What a sync would end with' }),
    sentence: z.string(),
    aheadBy: z.number().int().nullable().openapi({ description: 'Commits only the fork has; null when not known' }),
    behindBy: z.number().int().nullable().openapi({ description: 'Commits the fork lacks; null when not known' }),
    actions: z.array(ActionSchema).openapi({ description: 'What a sync would do, in order' }),
  })
  .openapi('Plan');
export type PlanJson = z.infer<typeof PlanSchema>;

export const getPlan = createRoute({
  method: 'get',
  path: '/v1/links/{id}/plan',
  summary: 'What a sync would do now; nothing is written',
  description: 'GitHub is read at most once in 30 seconds while nothing happens to the link.',
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: json(PlanSchema, 'The plan, also when GitHub cannot be read: then its reason says why'),
    ...nobody,
    403: problem('The caller can see the fork, but not push to it'),
    404: problem('Not there, or not visible to the caller'),
  },
});
