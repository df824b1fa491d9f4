import { isFree } from '../local/port.ts';

/** The first port from `wanted` on that nobody listens on, on either loopback address. */
export async function firstFreePort(wanted: number): Promise<number> {
  for (let port = wanted; port < 65_536; port += 1) {
    if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) return port;
  }
  throw new Error(`There is no free port from ${wanted} on`);
}
