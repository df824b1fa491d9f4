import type { Outgoing } from './delivery.ts';

/** How long deliveries are gathered while they are reordered. */
const gatherMs = 30;

export interface Outbox {
  add(outgoing: Outgoing): void;
  pause(): void;
  resume(): void;
  reorder(on: boolean): void;
  settled(): Promise<void>;
  track<T>(promise: Promise<T>): Promise<T>;
  stop(): void;
}

/** Deliveries on their way: sent at once, or held back and sent in another order. */
export function createOutbox(post: (outgoing: Outgoing) => Promise<unknown>): Outbox {
  const { track, landed, isEmpty } = createFlights();
  const mode = { paused: false, reorder: false };
  let held: Outgoing[] = [];
  let gathering: NodeJS.Timeout | null = null;

  function release() {
    gathering = null;
    if (mode.paused) return;
    const batch = held;
    held = [];
    if (mode.reorder) track(inTurn(batch.reverse(), post));
    else for (const outgoing of batch) track(post(outgoing));
  }

  return {
    track,
    add(outgoing) {
      if (!mode.paused && !mode.reorder) return void track(post(outgoing));
      held.push(outgoing);
      if (!mode.paused) gathering ??= setTimeout(release, gatherMs);
    },
    pause() {
      mode.paused = true;
    },
    resume() {
      mode.paused = false;
      release();
    },
    reorder(on) {
      if (!on) release();
      mode.reorder = on;
    },
    async settled() {
      while (!isEmpty() || gathering) {
        await landed();
        if (gathering) await new Promise((resolve) => setTimeout(resolve, gatherMs));
      }
    },
    stop() {
      if (gathering) clearTimeout(gathering);
      gathering = null;
      held = [];
    },
  };
}

function createFlights() {
  const flying = new Set<Promise<unknown>>();
  return {
    track<T>(promise: Promise<T>): Promise<T> {
      flying.add(promise);
      const done = () => flying.delete(promise);
      promise.then(done, done);
      return promise;
    },
    landed: () => Promise.allSettled([...flying]),
    isEmpty: () => flying.size === 0,
  };
}

async function inTurn(batch: Outgoing[], post: (outgoing: Outgoing) => Promise<unknown>): Promise<void> {
  for (const outgoing of batch) await post(outgoing);
}
