import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '../../src/local/port.ts';

export interface TcpProxy {
  /** The target's URL with the proxy's host and port. */
  url: string;
  /** Ends every connection and refuses new ones. */
  cut: () => Promise<void>;
  /** Keeps connections, takes new ones, and lets nothing through. */
  stall: () => void;
  /** Undoes `cut` and `stall`. What was cut has to connect again. */
  restore: () => Promise<void>;
  stop: () => Promise<void>;
}

const defaultPorts: Record<string, number> = { 'postgres:': 5432, 'postgresql:': 5432, 'redis:': 6379 };

/** A proxy in front of PostgreSQL or Redis with which a test makes it go away for a while, or sees what it is sent. */
export async function tcpProxy(targetUrl: string, onSent: (sent: Buffer) => void = () => {}): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const open = new Set<Socket>();
  let stalled = false;
  const server = createServer((near) => {
    const port = Number(target.port) || defaultPorts[target.protocol] || 0;
    const far = connect(port, target.hostname);
    near.on('data', onSent);
    join(near, far, open);
    if (stalled) for (const socket of [near, far]) socket.pause();
  });
  const port = await freePort();
  const listen = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen();
  const cut = async () => {
    const closed = server.listening ? once(server, 'close') : null;
    if (closed) server.close();
    for (const socket of open) socket.destroy();
    await closed;
  };
  const url = new URL(targetUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    cut,
    stall: () => {
      stalled = true;
      for (const socket of open) socket.pause();
    },
    restore: async () => {
      stalled = false;
      for (const socket of open) socket.resume();
      if (!server.listening) await listen();
    },
    stop: cut,
  };
}

function join(near: Socket, far: Socket, open: Set<Socket>): void {
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    open.add(from);
    from.setNoDelay(true);
    from.pipe(to);
    from.on('error', () => {});
    from.on('close', () => {
      open.delete(from);
      to.destroy();
    });
  }
}
