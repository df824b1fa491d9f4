/** What the descriptions of routes share. */
import { createRoute, z } from '@hono/zod-openapi';
import { ProblemSchema } from './schemas.ts';

export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemSchema } },
});

export const nobody = {
  401: problem('Nobody: no token, or one that was not issued for this App'),
  429: problem('Too many tokens that nobody knows were sent within a minute; Retry-After says when'),
};
export const hiddenToOthers = { ...nobody, 404: problem('Not there, or the caller is no operator') };
export const hidden = { ...nobody, 404: problem('Not there, or not visible to the caller') };
export const security = [{ bearer: [] }];
export const unread = {
  400: problem('The body is not JSON'),
  413: problem('Too long'),
  415: problem('Not application/json'),
};
export const withJson = <S extends z.ZodType>(schema: S) => ({
  required: true,
  content: { 'application/json': { schema } },
});
/** Not checked here: whatever is no id names no link. */
export const params = z.object({ id: z.string() });

export const whoami = createRoute({
  method: 'get',
  path: '/v1/whoami',
  summary: 'The caller',
  security,
  responses: {
    200: json(z.object({ login: z.string(), id: z.number(), avatarUrl: z.string() }), 'The caller'),
    ...nobody,
  },
});
