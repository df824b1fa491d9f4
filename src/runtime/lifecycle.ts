import type { Log } from './log.ts';

/** Something that was started and has to be stopped. */
export interface Part {
  name: string;
  stop: () => Promise<void> | void;
}

export interface Parts {
  /** Remembers a started part and hands it back. */
  add: <T extends { stop: () => Promise<void> | void }>(name: string, part: T) => T;
  /** Stops every part, the newest first; an error of one does not keep the others running. */
  stop: () => Promise<void>;
}

export function createParts(log: Log): Parts {
  const started: Part[] = [];
  return {
    add: (name, part) => {
      started.push({ name, stop: () => part.stop() });
      return part;
    },
    stop: async () => {
      for (let part = started.pop(); part; part = started.pop()) {
        try {
          await part.stop();
        } catch (error) {
          log.error({ err: error, part: part.name }, 'A part did not stop cleanly');
        }
      }
    },
  };
}

/** Milliseconds after the first signal when the process ends whatever it is doing: the contract promises 20 s. */
const lastMoment = 19_000;

/**
 * Runs a process: `start` adds its parts, SIGTERM or SIGINT stops them in reverse, a second signal ends it at once.
 * Sets `process.exitCode` and lets the event loop run dry, so that the last lines of the log keep their order.
 */
export async function run(log: Log, start: (parts: Parts) => Promise<void>): Promise<void> {
  const parts = createParts(log);
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) {
      log.warn({ signal }, 'Second signal, ending now');
      process.exit(1);
    }
    stopping = true;
    log.info({ signal }, 'Stopping');
    setTimeout(() => process.exit(process.exitCode ?? 1), lastMoment).unref();
    await parts.stop();
    // What is still in the air (a request that hangs) is nobody's any more: the last moment ends it as a success.
    process.exitCode ??= 0;
    log.info('Stopped');
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    await start(parts);
    // A signal during the start stopped what was there by then, not what came after it.
    if (stopping) await parts.stop();
  } catch (error) {
    process.exitCode = 1;
    log.fatal({ err: error }, 'Could not start');
    stopping = true;
    setTimeout(() => process.exit(1), lastMoment).unref();
    await parts.stop();
  }
}
