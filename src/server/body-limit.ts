import type { MiddlewareHandler } from 'hono';
import { Problem } from './problem.ts';

/**
 * Refuses bodies of more than `maxSize` bytes with 413. Hono's own middleware cannot copy the requests that its adapter for
 * Node makes, so that a body sent in chunks, or a DELETE without one, would end as 500.
 */
export function limitBody(maxSize: number, detail: string): MiddlewareHandler {
  return async (c, next) => {
    const { raw } = c.req;
    const chunked = raw.headers.has('transfer-encoding');
    // With neither header there is no body. https://www.rfc-editor.org/rfc/rfc9112#section-6.3
    const length = Number(raw.headers.get('content-length') ?? 0);
    if (!chunked && length > maxSize) throw new Problem(413, detail);
    if (chunked && raw.body !== null) {
      const { url, method, headers } = raw;
      c.req.raw = new Request(url, { method, headers, body: await read(raw.body, maxSize, detail) });
    }
    await next();
  };
}

async function read(
  body: ReadableStream<Uint8Array>,
  maxSize: number,
  detail: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(Buffer.concat(parts));
    size += value.length;
    if (size > maxSize) throw new Problem(413, detail);
    parts.push(value);
  }
}
