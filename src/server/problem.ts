import { STATUS_CODES } from 'node:http';

/** An error whose text is meant for the caller. https://www.rfc-editor.org/rfc/rfc9457 */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly errors: { field: string; message: string }[];
  constructor(status: number, detail: string, errors: { field: string; message: string }[] = []) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

/** The answer for a problem: `application/problem+json`, never a stack trace. */
export function problemResponse(problem: Problem, headers: Record<string, string> = {}): Response {
  const { status, message: detail, errors } = problem;
  const body = { status, title: STATUS_CODES[status] ?? 'Error', detail, ...(errors.length > 0 ? { errors } : {}) };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}
