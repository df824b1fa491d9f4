import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { freePort } from '../local/port.ts';
import { machineEnv } from '../runtime/env.ts';
import { createParts, type Parts } from '../runtime/lifecycle.ts';
import { createLog } from '../runtime/log.ts';
import { firstFreePort } from './port.ts';
import { follow, install, merge, open } from './scenes/beginning.ts';
import { configure } from './scenes/configure.ts';
import { conflict } from './scenes/conflict.ts';
import { crash } from './scenes/crash.ts';
import { hold } from './scenes/hold.ts';
import { forward, rebase, undo } from './scenes/moves.ts';
import { rest } from './scenes/rest.ts';
import { fork, logFileIn, type Stage, setStage } from './stage.ts';
import { type Ending, summary, tellStory } from './story.ts';
import { createVoice, inMs, type Voice } from './voice.ts';

const scenes = [install, open, follow, merge, hold, configure, conflict, forward, rebase, undo, crash, rest];
const wantedPort = 3000;

/**
 * The demo: the whole system against a GitHub on localhost, and its story as it happens. With `--once` it ends when the
 * story does; otherwise everything is left running until Ctrl-C. The exit code is 0 when the story came true, else 1.
 */
export async function runDemo(args: readonly string[]): Promise<void> {
  const color = process.stdout.isTTY === true && !machineEnv().NO_COLOR;
  const voice = createVoice({ write: (line) => void process.stdout.write(`${line}\n`), color });
  // Whoever read this may have gone (`| head`): the story still has to be cleaned up after.
  process.stdout.on('error', () => undefined);
  const stop = stopSignal(voice);
  const parts = createParts(createLog({ name: 'demo', level: 'warn', out: process.stderr }));
  const dir = await mkdtemp(join(tmpdir(), 'backstroke-demo-'));
  // PostgreSQL, which runs as another user when root starts this, has to reach its data in there.
  await chmod(dir, 0o755);
  let good = false;
  try {
    good = await perform({ once: args.includes('--once'), dir, parts, voice, stop });
  } catch (error) {
    if (!stop.aborted)
      voice.line(`${voice.paint('red', 'Could not start')}: ${error instanceof Error ? error.message : error}`);
  } finally {
    await parts.stop();
    await cleanUp(dir, good || stop.aborted, voice);
    if (stop.aborted) voice.line('Everything is stopped and removed.');
  }
  process.exitCode = good ? 0 : 1;
}

/** Aborted by the first Ctrl-C or SIGTERM; the second ends everything at once. */
function stopSignal(voice: Voice): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    // What was started ends with this process, whatever ends it.
    if (controller.signal.aborted) process.exit(1);
    voice.line();
    voice.line('Stopping everything …');
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  return controller.signal;
}

interface Performance {
  once: boolean;
  dir: string;
  parts: Parts;
  voice: Voice;
  stop: AbortSignal;
}

/** True when the story came true. Without `once`, returns when a person stopped it. */
async function perform({ once, dir, parts, voice, stop }: Performance): Promise<boolean> {
  const from = performance.now();
  const port = once ? await freePort() : await firstFreePort(wantedPort);
  voice.line(
    voice.paint('bold', 'Backstroke keeps forks up to date with their upstream. This is all of it, on this machine.'),
  );
  voice.line();
  const started = (what: string, where: string, ms: number) => voice.fact(what, `${where}, ${inMs(ms)}`);
  if (!once && port !== wantedPort) voice.line(`   Somebody uses port ${wantedPort}: web gets ${port}.`);
  const stage = await setStage({ dir, port, parts, stop, started });
  voice.fact('log', `${logFileIn(dir)} (of all processes)`);
  const ending = await tellStory({ scenes, stage, voice, stop });
  if (ending.stopped) return false;
  if (ending.told.length > 0) summary(ending.told, voice);
  voice.line();
  if (ending.failed) {
    explain(ending.failed, stage, voice);
    return false;
  }
  voice.line(voice.paint('green', `The story came true, in ${Math.round((performance.now() - from) / 1000)} s.`));
  if (once) return true;
  leaveOpen(stage, voice);
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve());
  });
  return true;
}

function explain(failed: NonNullable<Ending['failed']>, stage: Stage, voice: Voice): void {
  voice.line(voice.paint('red', `This did not come true: ${failed.title}`));
  voice.fact('Why', failed.why);
  for (const child of stage.children.values()) {
    voice.line();
    voice.line(`   The last lines of ${child.name}:`);
    for (const line of child.last()) voice.line(`   ${voice.paint('dim', '│')} ${line}`);
  }
}

function leaveOpen(stage: Stage, voice: Voice): void {
  const pull = stage.github.pulls(fork).at(-1);
  voice.line();
  voice.line(voice.paint('bold', 'Everything is left running:'));
  voice.fact('web', `${stage.url}/healthz`);
  if (pull) voice.fact('GitHub', `${pull.url} (the last pull request)`);
  // On one line however long it is, so that it can be copied.
  voice.line(`   API           curl -H 'Authorization: Bearer ${stage.token}' ${stage.url}/v1/links`);
  voice.line('   Press Ctrl-C to stop all of it and remove what it made.');
}

/** Removes what the demo made; after a failure the log stays. */
async function cleanUp(dir: string, everything: boolean, voice: Voice): Promise<void> {
  if (everything) return rm(dir, { recursive: true, force: true });
  const log = logFileIn(dir);
  for (const name of await readdir(dir)) {
    if (name !== basename(log)) await rm(join(dir, name), { recursive: true, force: true });
  }
  voice.line();
  voice.line(`The whole log is kept: ${log}`);
}
