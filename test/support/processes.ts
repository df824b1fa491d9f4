import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { dieWithUs, type Exit, endChild, exitOf } from '../../src/local/child.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));

/** One line of output: the object pino wrote, and the text as it came. */
export interface Line {
  text: string;
  json: Record<string, unknown> | null;
}

export interface Running {
  name: string;
  pid: number;
  /** Standard output and standard error so far, in the order in which they came. */
  lines: readonly Line[];
  /** The first line, already written or to come, that the predicate accepts. */
  waitForLine: (predicate: (line: Line) => boolean, timeoutMs?: number) => Promise<Line>;
  kill: (signal: NodeJS.Signals) => void;
  exited: Promise<Exit>;
}

export interface Processes {
  /** Starts a process of the Procfile with this environment and, besides, only PATH and HOME. */
  start: (name: string, env: Readonly<Record<string, string>>) => Running;
  /** Ends what still runs with SIGTERM; throws, with its last lines, when one does not end within the 20 s of the contract. */
  stopAll: () => Promise<void>;
}

/** The commands of the Procfile by name. */
export function procfile(): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(`${top}Procfile`, 'utf8').split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [
        line.slice(0, at),
        line
          .slice(at + 1)
          .trim()
          .split(/\s+/),
      ];
    }),
  );
}

/** Starts processes of the Procfile as an operator would. Call `stopAll` in `afterAll` or `afterEach`. */
export function createProcesses(): Processes {
  const started: { child: ChildProcess; running: Running }[] = [];
  return {
    start: (name, env) => {
      const command = procfile().get(name);
      if (!command) throw new Error(`The Procfile has no ${name}`);
      const [program = '', ...args] = command;
      const child = spawn(program === 'node' ? process.execPath : program, args, {
        cwd: top,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const running = follow(name, child);
      started.push({ child, running });
      return running;
    },
    stopAll: async () => {
      const leaked = await Promise.all(started.splice(0).map(end));
      const sentences = leaked.filter((sentence) => sentence !== null);
      if (sentences.length > 0) throw new Error(sentences.join('\n'));
    },
  };
}

async function end({ child, running }: { child: ChildProcess; running: Running }): Promise<string | null> {
  // A paused process would keep the signal for later.
  child.kill('SIGCONT');
  const ended = child.exitCode !== null || child.signalCode !== null;
  await endChild(child, 'SIGTERM', 20_000);
  const { signal } = await running.exited;
  if (ended || signal !== 'SIGKILL') return null;
  return `${running.name} did not end within 20 s of SIGTERM:\n${tail(running.lines)}`;
}

function follow(name: string, child: ChildProcess): Running {
  if (child.pid === undefined) throw new Error(`${name} could not be started`);
  const release = dieWithUs(child.pid, 'KILL');
  const lines: Line[] = [];
  const waiting = new Set<() => void>();
  const look = () => {
    for (const check of waiting) check();
  };
  const { stdout, stderr } = child;
  for (const stream of [stdout, stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (text) => {
      lines.push({ text, json: parse(text) });
      look();
    });
  }
  const exited = exitOf(child);
  let ended: Exit | null = null;
  // `close` comes after the last line of output, `exit` may come before it.
  child.once('close', (code, signal) => {
    ended = { code, signal };
    release();
    look();
  });
  return {
    name,
    pid: child.pid,
    lines,
    kill: (signal) => void child.kill(signal),
    exited,
    waitForLine: (predicate, timeoutMs = 60_000) =>
      waitForLine({ name, lines, waiting, ended: () => ended !== null }, predicate, timeoutMs),
  };
}

interface Followed {
  name: string;
  lines: readonly Line[];
  waiting: Set<() => void>;
  ended: () => boolean;
}

function waitForLine(of: Followed, predicate: (line: Line) => boolean, timeoutMs: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    let next = 0;
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      of.waiting.delete(check);
      settle();
    };
    const giveUp = (why: string) =>
      finish(() => reject(new Error(`${of.name} ${why} the awaited line:\n${tail(of.lines)}`)));
    const timer = setTimeout(() => giveUp(`did not write within ${timeoutMs} ms`), timeoutMs);
    const check = () => {
      for (; next < of.lines.length; next += 1) {
        const line = of.lines[next];
        if (line && predicate(line)) return finish(() => resolve(line));
      }
      if (of.ended()) giveUp('ended without');
    };
    of.waiting.add(check);
    check();
  });
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function tail(lines: readonly Line[]): string {
  return lines
    .slice(-20)
    .map((line) => line.text)
    .join('\n');
}
