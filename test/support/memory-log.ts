import { Writable } from 'node:stream';
import { createLog, type Log } from '../../src/runtime/log.ts';

/** A log whose lines a test can read. */
export function memoryLog(): { log: Log; lines: Record<string, unknown>[]; at: (level: number) => string[] } {
  const lines: Record<string, unknown>[] = [];
  const out = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const log = createLog({ name: 'test', level: 'debug', format: 'json', out });
  const at = (level: number) => lines.filter((line) => line.level === level).map((line) => String(line.msg));
  return { log, lines, at };
}

/** pino's number for a line that somebody should look at. */
export const errorLevel = 50;
