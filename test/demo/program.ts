import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dieWithUs, type Exit, endChild, exitOf } from '../../src/local/child.ts';
import { eventually } from '../support/ring.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));

/** A program of dist/, as npm starts it. */
export interface Program {
  output: () => string;
  /** Resolves with the first match; fails, with the last of the output, when there is none in time. */
  says: (pattern: RegExp) => Promise<RegExpExecArray>;
  signal: (name: NodeJS.Signals) => void;
  exited: Promise<Exit>;
  end: () => Promise<void>;
}

/** Starts `node dist/<file>` with this environment and, besides, only PATH and HOME. */
export function startProgram(
  file: string,
  given: { args?: string[]; env?: Record<string, string>; cwd?: string } = {},
): Program {
  const child = spawn(process.execPath, [`${top}dist/${file}`, ...(given.args ?? [])], {
    cwd: given.cwd ?? top,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...given.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const release = dieWithUs(child.pid ?? 0, 'KILL');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = exitOf(child).then(async (exit) => {
    release();
    await closed;
    return exit;
  });
  return {
    output: () => output,
    says: (pattern) =>
      eventually(() => pattern.exec(output), { what: `${pattern} in the output of ${file}` }).catch((error) => {
        throw new Error(`${error instanceof Error ? error.message : error}\n${output.slice(-3_000)}`);
      }),
    signal: (name) => void child.kill(name),
    exited,
    end: () => endChild(child, 'SIGKILL', 1_000),
  };
}
