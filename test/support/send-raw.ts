import { request } from 'node:http';

export interface Sent {
  body?: string;
  type?: string;
  /** Its length is not told. */
  chunks?: boolean;
}

/** Sends exactly this, also what `fetch` would put right: a path with dots, a body in chunks, no content type. */
export function sendRaw(
  { url }: { url: string },
  given: Sent & { method: string; path: string; token: string },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const { method, path, body } = given;
  const headers = {
    authorization: `Bearer ${given.token}`,
    ...(given.type === undefined ? {} : { 'content-type': given.type }),
    ...(body === undefined || given.chunks ? {} : { 'content-length': Buffer.byteLength(body) }),
  };
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text || '{}') }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
