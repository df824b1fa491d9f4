export interface Called {
  status: number;
  type: string;
  body: Body;
  headers: Headers;
}

/** What any of the API's bodies may hold, as far as tests look into it themselves. */
interface Body {
  id: string;
  detail: string;
  title: string;
  status: string;
  reason: string;
  total: number;
  data: Body[];
  operationId: string;
  statusUrl: string;
  errors: unknown;
  name: string;
  source: string;
  sentence: string;
  rangeDiff: string | null;
  webhookUrl: string;
  finishedAt: string | null;
  state: string;
  redis: string;
  maintainer_can_modify: boolean;
  fork: { owner: string; repo: string; branch: string };
}

/** One request to web. `body` is sent as JSON unless it is text. */
export async function call(
  ring: { url: string },
  path: string,
  given: { method?: string; token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Called> {
  const { method = 'GET', token, body } = given;
  const response = await fetch(new URL(path, ring.url), {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...given.headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const { status, headers } = response;
  return { status, type, body: type.includes('json') ? JSON.parse(text) : text, headers };
}
