import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';

/** An error whose text is meant for the caller. https://www.rfc-editor.org/rfc/rfc9457 */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly errors: FieldError[];
  readonly headers: Record<string, string>;
  constructor(status: number, detail: string, errors: FieldError[] = [], headers: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

export interface FieldError {
  /** Such as `upstream.branch`; empty for the body as a whole. */
  field: string;
  message: string;
}

/** 422: some fields are not what they have to be. */
export function fieldProblem(errors: FieldError[]): Problem {
  return new Problem(422, 'Some fields are not what they have to be.', errors);
}

/** What zod says of a body or of parameters, one error for each field; one that is not known is named itself. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ field: issue.path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: 'There is no such field.' }));
  });
}

/** A problem as its caller reads it. */
export function problemBody({ status, message: detail, errors }: Problem): object {
  return { status, title: STATUS_CODES[status] ?? 'Error', detail, ...(errors.length > 0 ? { errors } : {}) };
}

/** The answer for a problem: `application/problem+json`, never a stack trace; the id of the request finds it in the log. */
export function problemResponse(problem: Problem, requestId: string): Response {
  return new Response(JSON.stringify(problemBody(problem)), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': requestId, ...problem.headers },
  });
}
