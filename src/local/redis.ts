import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { dieWithUs, type Exit, endChild, exitOf, untilReady } from './child.ts';
import { freePort } from './port.ts';

export interface LocalRedis {
  url: string;
  port: number;
  pid: number;
  /** Resolves when the process has ended, wanted or not. */
  exited: Promise<Exit>;
  stop: () => Promise<void>;
  /** Ends it without a chance to write anything. */
  kill: () => Promise<void>;
}

export interface LocalRedisOptions {
  /** Where its files are; made when it is missing. */
  dir: string;
  log?: (line: string) => void;
  /** Writes its contents to `dir` now and then and when it stops. */
  persistent?: boolean;
  port?: number;
}

/** Starts a Redis of our own on 127.0.0.1 and resolves when it answers. It ends when this process does. */
export async function startRedis(options: LocalRedisOptions): Promise<LocalRedis> {
  await mkdir(options.dir, { recursive: true });
  const port = options.port ?? (await freePort());
  const child = spawn('redis-server', flags(options, port), {
    cwd: options.dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C reaches a whole process group: Redis has to outlive those who still use it.
    detached: true,
  });
  const output = collect(child, options.log);
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  const exited = exitOf(child);
  if (!child.pid) throw new Error(sentenceOf(await failed));
  const { pid } = child;
  const release = dieWithUs(pid, 'TERM');
  const end = async (signal: NodeJS.Signals) => {
    await endChild(child, signal, 5_000);
    release();
  };
  const stop = () => end('SIGTERM');
  try {
    await untilReady({
      ready: () => answers(port, pid),
      exited,
      patienceMs: 15_000,
      describe: (what) =>
        what === 'ended' ? `redis-server ended at once: ${output()}` : `redis-server did not answer: ${output()}`,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis://127.0.0.1:${port}`, port, pid, exited, stop, kill: () => end('SIGKILL') };
}

function flags({ dir, persistent = false }: LocalRedisOptions, port: number): string[] {
  const save = persistent ? '60 1' : '';
  return ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', save, '--appendonly', 'no'];
}

function collect(child: ChildProcess, log?: (line: string) => void): () => string {
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter(Boolean)) {
        log?.(line);
        last.push(line);
        if (last.length > 5) last.shift();
      }
    });
  }
  return () => last.join(' / ');
}

function sentenceOf(error: Error): string {
  const missing = 'code' in error && error.code === 'ENOENT';
  if (!missing) return `redis-server could not be started: ${error.message}`;
  return 'redis-server is missing: install it (Debian or Ubuntu: apt-get install redis-server; macOS: brew install redis) or set REDIS_URL.';
}

/** Whether the Redis that answers on this port of 127.0.0.1 is this process, not another that had the port before. */
function answers(port: number, pid: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('INFO server\r\n'));
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.on('error', () => done(false));
    let text = '';
    socket.setEncoding('utf8').on('data', (data: string) => {
      text += data;
      const told = /process_id:(\d+)\r\n/.exec(text);
      if (told || text.startsWith('-')) done(told?.[1] === String(pid));
    });
  });
}
