/** A request to the REST API of a sandbox and what was answered. */
export interface Exchange {
  method: string;
  /** As sent, without `/api/v3`. */
  path: string;
  query: URLSearchParams;
  /** undefined: no body. */
  asked: unknown;
  /** True when our own client sent it. */
  ours: boolean;
  status: number;
  /** Without parameters: `application/json`. */
  type: string;
  /** JSON, or the text; undefined: no body. */
  answered: unknown;
}

/** Notes every request that this process makes to the REST API at `baseUrl` until `stop`. Redirects are not followed. */
export function record(baseUrl: string): { exchanges: Exchange[]; stop(): void } {
  const exchanges: Exchange[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, { ...init, redirect: 'manual' });
    if (!request.url.startsWith(`${baseUrl}/`)) return real(input, init);
    const asked = await textOf(request.clone());
    const response = await real(request);
    const url = new URL(request.url);
    exchanges.push({
      method: request.method,
      path: url.pathname.slice(new URL(baseUrl).pathname.length),
      query: url.searchParams,
      asked: parsed(asked),
      ours: request.headers.get('user-agent')?.startsWith('backstroke ') ?? false,
      status: response.status,
      type: (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '',
      answered: parsed(await textOf(response.clone())),
    });
    return response;
  };
  const stop = () => {
    globalThis.fetch = real;
  };
  return { exchanges, stop };
}

const textOf = (message: { text(): Promise<string> }) => message.text();

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
