/** An HTTP answer as a value; refusals are thrown and become the same. */
export interface Answer {
  status: number;
  body?: unknown;
  /** Sent as it is instead of JSON. */
  text?: string;
  headers?: Record<string, string>;
}

export class Refused extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

const docs = 'https://docs.github.com/rest';

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, body, headers };
}

/** `page` is the documentation page of the endpoint, as `pulls/pulls#create-a-pull-request`. */
export function refuse(
  status: number,
  message: string,
  given: { page?: string; errors?: unknown[]; headers?: Record<string, string> } = {},
): never {
  const { page, errors, headers = {} } = given;
  const documentation_url = page ? `${docs}/${page}` : docs;
  const body = { message, ...(errors ? { errors } : {}), documentation_url, status: String(status) };
  throw new Refused({ status, body, headers });
}

export function notFound(page?: string): never {
  return refuse(404, 'Not Found', page ? { page } : {});
}

export function invalid(page: string, error: Record<string, string>): never {
  return refuse(422, 'Validation Failed', { page, errors: [error] });
}
