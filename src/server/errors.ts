import type { OpenAPIHono } from '@hono/zod-openapi';
import type { FindCaller } from './api/caller.ts';
import type { ServerContext } from './context.ts';
import { problemPage, wantsPage } from './pages/problem-page.tsx';
import { Problem, problemResponse } from './problem.ts';

/** Whatever goes wrong is answered as a problem, to a browser as a page, and is in the log under the id of its request. */
export function answerProblems(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  const { log } = context;
  app.notFound((c) => {
    const problem = new Problem(404, `There is nothing at ${c.req.path}.`);
    return wantsPage(c)
      ? problemPage(c, problem, { context, findCaller })
      : problemResponse(problem, c.get('requestId'));
  });
  app.onError((error, c) => {
    const problem = problemOf(error);
    const facts = { requestId: c.get('requestId'), path: c.req.path, status: problem.status };
    if (problem.status >= 500) log.error({ ...facts, err: error }, 'A request failed');
    else log.info({ ...facts, detail: problem.message }, 'A request was refused');
    if (wantsPage(c)) return problemPage(c, problem, { context, findCaller });
    if (problem.status === 401) problem.headers['www-authenticate'] ??= 'Bearer';
    return problemResponse(problem, c.get('requestId'));
  });
}

/** What a caller is told: our problems and Hono's refusals (a body that is no JSON) as they are, everything else as 500. */
function problemOf(thrown: Error): Problem {
  // Probot's `receive` wraps what its one handler threw.
  const error: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown;
  if (!(error instanceof Error)) return problemOf(new Error(String(error)));
  if (error instanceof Problem) return error;
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 500;
  if (status === 503) return new Problem(503, error.message);
  if (status >= 400 && status < 500) return new Problem(status, error.message || 'The request cannot be read.');
  return new Problem(500, 'Something went wrong here. It is in the log under this request.');
}
