import type { Log } from './log.ts';

export interface Loop {
  /** Runs soon: now if idle, right after the current run if not. */
  wake: () => void;
  /** Resolves when the current run has ended; none starts afterwards. */
  stop: () => Promise<void>;
}

/**
 * Runs `work` again and again, never twice at once: `every` milliseconds after the last run ended, or when woken.
 * `work` returning true means there is more: it runs again at once. An error is logged and the next run waits as usual.
 */
export function createLoop(options: { name: string; every: number; work: () => Promise<unknown>; log: Log }): Loop {
  let stopped = false;
  let woken = false;
  let wakeUp: (() => void) | null = null;

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.every);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const turn = async () => {
    while (!stopped) {
      woken = false;
      let more: unknown = false;
      try {
        more = await options.work();
      } catch (error) {
        options.log.error({ err: error, loop: options.name }, 'A loop failed, it goes on');
      }
      if (stopped) return;
      if (more === true || woken) continue;
      await pause();
      wakeUp = null;
    }
  };

  const running = turn();
  return {
    wake: () => {
      woken = true;
      wakeUp?.();
    },
    stop: async () => {
      stopped = true;
      wakeUp?.();
      await running;
    },
  };
}
