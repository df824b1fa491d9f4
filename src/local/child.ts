import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * Lets a process end when this one does, whatever ends it, SIGKILL included. Returns how to let go of it.
 * A shell waits for the end of a pipe that only this process holds open: the kernel closes it in every case.
 */
export function dieWithUs(pid: number, signal: 'INT' | 'TERM' | 'KILL'): () => void {
  const guard = spawn('/bin/sh', ['-c', `cat >/dev/null; kill -${signal} "$0" 2>/dev/null`, String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  (guard.stdin as Socket).unref();
  return () => {
    if (guard.pid !== undefined && guard.exitCode === null && guard.signalCode === null) kill(-guard.pid, 'SIGKILL');
  };
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Resolves when the process has ended, with how; also when it could not be started at all. */
export function exitOf(child: ChildProcess): Promise<Exit> {
  if (child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve({ code: child.exitCode, signal: child.signalCode });
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
}

/** Ends a process with a signal, and with SIGKILL when it takes longer than `patienceMs`. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
  const exited = exitOf(child);
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await exited;
  clearTimeout(timer);
}

/**
 * Asks `ready` again and again until it says yes. Fails with the sentence of `describe` when `exited` resolves first
 * or the time is over.
 */
export async function untilReady(options: {
  ready: () => Promise<boolean>;
  exited: Promise<unknown>;
  patienceMs: number;
  describe: (what: 'ended' | 'silent') => string;
}): Promise<void> {
  const deadline = Date.now() + options.patienceMs;
  let ended = false;
  void options.exited.then(() => {
    ended = true;
  });
  while (!(await options.ready())) {
    if (ended) throw new Error(options.describe('ended'));
    if (Date.now() > deadline) throw new Error(options.describe('silent'));
    await Promise.race([options.exited, new Promise((resolve) => setTimeout(resolve, 25))]);
  }
  if (ended) throw new Error(options.describe('ended'));
}
