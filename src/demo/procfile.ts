import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));

/** The command of a process of the Procfile, with this Node and whole paths, so that it runs from anywhere. */
export function commandOf(name: string): { program: string; args: string[] } {
  const line = readFileSync(join(top, 'Procfile'), 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${name}:`));
  if (!line) throw new Error(`The Procfile has no ${name}`);
  const [program = '', ...args] = line
    .slice(name.length + 1)
    .trim()
    .split(/\s+/);
  return {
    program: program === 'node' ? process.execPath : program,
    args: args.map((arg) => (arg.startsWith('dist/') && !isAbsolute(arg) ? join(top, arg) : arg)),
  };
}
