import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below those that systems give to connections that go out: one of them could take a port between here and who listens on it. */
const [lowest, end] = [16_384, 32_768];

/** A port on 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, end);
    if (await isFree(port, '127.0.0.1')) return port;
  }
}

/** Whether nobody listens there. Also on a machine that has no such address. */
export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(!('code' in error && error.code === 'EADDRINUSE')));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
