// Watch mode: compiles src/ into dist/ after each change, and Node starts again when what it imported changed.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));
const node = (...args) => spawn(process.execPath, args, { cwd: top, stdio: 'inherit' });

// `tsc --watch` of TypeScript 7.0.2 does not notice changes; a whole compilation takes it about a second.
let compiler = null;
let changed = false;
function compile() {
  changed = compiler !== null;
  if (changed) return;
  compiler = node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
  compiler.on('exit', () => {
    compiler = null;
    if (changed) compile();
  });
}

let timer;
const watcher = watch(join(top, 'src'), { recursive: true }, () => {
  clearTimeout(timer);
  timer = setTimeout(compile, 100);
});

const program = node('--watch', '--watch-preserve-output', 'dist/all.js');
function stop() {
  clearTimeout(timer);
  watcher.close();
  program.kill('SIGTERM');
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
program.on('exit', (code) => {
  process.exitCode = code ?? 0;
  stop();
});
