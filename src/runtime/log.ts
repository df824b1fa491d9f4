import type { Transform } from 'node:stream';
import { getTransformStream } from '@probot/pino';
import { type Logger, pino } from 'pino';
import { sentryStream } from './sentry.ts';

export type Log = Logger;

/**
 * What must never reach a log: GitHub's tokens (`ghs_`, `ghu_`, … and the long ones with dots), bearer and basic
 * credentials, PEM keys, passwords inside URLs, and secret addresses of links (two random UUIDs in a row). None begins with \b: a line is JSON, where the `n` of a line break
 * (`\n`) stands right before what follows it.
 */
const secrets: [RegExp, string][] = [
  [/(gh[a-z]|github_pat)_[A-Za-z0-9._-]{10,}/g, '$1_[redacted]'],
  [/(bearer|basic|token) [A-Za-z0-9._~+/=-]{16,}/gi, '$1 [redacted]'],
  [/eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g, '[redacted]'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|(?=\\*"))/g, '[redacted]'],
  [/(?:[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}){2}/gi, '[redacted]'],
  [/(:\/\/[^:@/\s"]*):[^/\s"]+@/g, '$1:[redacted]@'],
];

/** Removes every secret whose shape is known from one line of the log. */
export function scrub(line: string): string {
  return secrets.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}

/** A logger that writes to `out` and scrubs each line at the stream, not at each caller. */
export function createLog(options: {
  name: string;
  level: string;
  format?: 'json' | 'pretty' | undefined;
  /** Where Sentry is told of errors, scrubbed as well. */
  sentryDsn?: string | undefined;
  out?: NodeJS.WritableStream;
}): Log {
  const out = options.out ?? process.stdout;
  const pretty = options.format === 'pretty' || (options.format === undefined && 'isTTY' in out && out.isTTY === true);
  const { name, sentryDsn } = options;
  const format = { logFormat: pretty ? ('pretty' as const) : ('json' as const) };
  const told = sentryDsn === undefined ? null : sentryStream({ ...format, name, sentryDsn });
  const target = told !== null || pretty ? transformed(told ?? getTransformStream(format), out) : out;
  const stream = {
    write: (line: string) => {
      target.write(scrub(line));
    },
  };
  return pino({ name: options.name, level: options.level, base: { name: options.name, pid: process.pid } }, stream);
}

/** Lines wait for the transform that Probot's format comes from; their order is kept. */
function transformed(made: Promise<Transform>, out: NodeJS.WritableStream): { write: (line: string) => void } {
  const transform = made.then((stream) => {
    stream.on('data', (chunk: Buffer) => out.write(chunk));
    return stream;
  });
  return {
    write: (line) => {
      void transform.then((stream) => stream.write(line));
    },
  };
}
