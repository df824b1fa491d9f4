import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { dieWithUs, endChild, exitOf } from '../local/child.ts';
import { commandOf } from './procfile.ts';

export type ChildName = 'release' | 'web' | 'dispatcher' | 'worker';

export interface Child {
  name: ChildName;
  pid: number;
  /** Its last lines, oldest first. */
  last: () => string[];
  /** Counts the lines from now on that hold this text. */
  counter: (text: string) => () => number;
  stop: () => Promise<void>;
  /** SIGKILL; resolves when it has ended. */
  kill: () => Promise<void>;
}

/** The line with which each says that it is at work. */
const ready: Record<ChildName, string> = {
  release: 'The database is up to date',
  web: 'Web listens',
  dispatcher: 'Dispatcher ticks',
  worker: 'Worker takes jobs',
};
/** The contract gives a process 20 s from SIGTERM to its end. */
const endsWithin = 20_000;
const startsWithin = 30_000;
/** How many lines are remembered for the end of a story that did not come true. */
const lastLines = 8;
/** Not among them: one line for each request to web, and for each tick. */
const routine = /"name":"http"|"msg":"Tick"/;

/** Starts a process of the Procfile with this environment and resolves when it says that it is at work. */
export async function startChild(
  name: ChildName,
  options: { env: Record<string, string>; cwd: string; logFile: string },
): Promise<Child> {
  const { program, args } = commandOf(name);
  const process = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C reaches a whole process group: each is stopped in its turn instead.
    detached: true,
  });
  const exited = exitOf(process);
  if (process.pid === undefined) throw new Error(`${name} could not be started`);
  const release = dieWithUs(process.pid, 'KILL');
  void exited.then(release);
  const lines: string[] = [];
  const hear = new Set<(line: string) => void>();
  const atWork = new Promise<boolean>((resolve) => hear.add((line) => line.includes(ready[name]) && resolve(true)));
  readLines(process, (line) => {
    appendFileSync(options.logFile, `${line}\n`);
    if (!routine.test(line)) lines.push(line);
    if (lines.length > lastLines) lines.shift();
    for (const listener of hear) listener(line);
  });
  const child: Child = {
    name,
    pid: process.pid,
    last: () => [...lines],
    counter: (text) => {
      let count = 0;
      hear.add((line) => {
        if (line.includes(text)) count += 1;
      });
      return () => count;
    },
    stop: () => endChild(process, 'SIGTERM', endsWithin),
    kill: () => endChild(process, 'SIGKILL', endsWithin),
  };
  const timer = setTimeout(() => void child.kill(), startsWithin);
  const began = await Promise.race([atWork, exited.then(() => false)]);
  clearTimeout(timer);
  if (began) return child;
  throw new Error(`${name} ended before it was at work:\n${child.last().join('\n')}`);
}

function readLines(process: ChildProcess, hear: (line: string) => void): void {
  for (const input of [process.stdout, process.stderr]) {
    if (input) createInterface({ input }).on('line', hear);
  }
}
