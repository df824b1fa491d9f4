import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLoop, type Loop } from '../../src/runtime/loop.ts';
import { memoryLog } from '../support/memory-log.ts';

const every = 1_000;

interface Run {
  end: (more?: boolean) => Promise<void>;
  fail: (error: Error) => Promise<void>;
}

/** Lets everything that waits for settled promises go on. */
const settle = async () => void (await vi.advanceTimersByTimeAsync(0));

/** A loop whose every run is ended by the test. */
function watched() {
  const runs: Run[] = [];
  let running = 0;
  let most = 0;
  const { log, lines } = memoryLog();
  const work = () => {
    running += 1;
    most = Math.max(most, running);
    const promise = new Promise<boolean | undefined>((resolve, reject) => {
      runs.push({
        end: (more) => {
          resolve(more);
          return settle();
        },
        fail: (error) => {
          reject(error);
          return settle();
        },
      });
    });
    return promise.finally(() => {
      running -= 1;
    });
  };
  const loop = createLoop({ name: 'test', every, work, log });
  const run = (index: number): Run => {
    const found = runs[index];
    if (!found) throw new Error(`There was no run ${index}`);
    return found;
  };
  return { loop, runs, run, lines, most: () => most };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a loop', () => {
  it('runs at once, then after each pause, counted from the end of the run', async () => {
    const { runs, run } = watched();
    expect(runs).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10 * every);
    expect(runs).toHaveLength(1);
    await run(0).end();
    await vi.advanceTimersByTimeAsync(every - 1);
    expect(runs).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toHaveLength(2);
  });

  it('runs again without a pause while there is more', async () => {
    const { runs, run } = watched();
    await run(0).end(true);
    await run(1).end(true);
    expect(runs).toHaveLength(3);
    await run(2).end(false);
    expect(runs).toHaveLength(3);
  });

  it('ends its pause when woken, and pauses again afterwards', async () => {
    const { loop, runs, run } = watched();
    await run(0).end();
    loop.wake();
    await settle();
    expect(runs).toHaveLength(2);
    await run(1).end();
    expect(runs).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(every - 1);
    expect(runs).toHaveLength(2);
  });

  it('runs once more, not twice at once, when woken during a run', async () => {
    const { loop, runs, run, most } = watched();
    loop.wake();
    loop.wake();
    loop.wake();
    await settle();
    expect(runs).toHaveLength(1);
    await run(0).end();
    expect(runs).toHaveLength(2);
    await run(1).end();
    expect(runs).toHaveLength(2);
    expect(most()).toBe(1);
  });

  it('is never run twice at once, whatever wakes it', async () => {
    const { loop, runs, run, most } = watched();
    for (let index = 0; index < 20; index += 1) {
      loop.wake();
      await vi.advanceTimersByTimeAsync(2 * every);
      if (index % 3 === 0) await run(runs.length - 1).fail(new Error('no'));
      else await run(runs.length - 1).end(index % 2 === 0);
      loop.wake();
    }
    expect(runs.length).toBeGreaterThanOrEqual(20);
    expect(most()).toBe(1);
  });

  it('logs an error with its name and goes on after the usual pause', async () => {
    const { runs, run, lines } = watched();
    await run(0).fail(new Error('Redis is away'));
    expect(lines).toMatchObject([{ level: 50, loop: 'test', err: { message: 'Redis is away' } }]);
    expect(runs).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(every);
    expect(runs).toHaveLength(2);
    await run(1).end();
    await vi.advanceTimersByTimeAsync(every);
    expect(runs).toHaveLength(3);
  });

  it('goes on after work that throws before it begins to wait', async () => {
    const { log, lines } = memoryLog();
    let count = 0;
    const work = () => {
      count += 1;
      throw new Error('at once');
    };
    createLoop({ name: 'test', every, work, log });
    await vi.advanceTimersByTimeAsync(2 * every);
    expect(count).toBe(3);
    expect(lines).toHaveLength(3);
  });
});

describe('stop', () => {
  const stopped = async (loop: Loop) => {
    const state = { done: false };
    void loop.stop().then(() => {
      state.done = true;
    });
    await settle();
    return state;
  };

  it('waits for the current run, and none starts afterwards', async () => {
    const { loop, runs, run } = watched();
    const state = await stopped(loop);
    expect(state.done).toBe(false);
    await vi.advanceTimersByTimeAsync(10 * every);
    expect(state.done).toBe(false);
    loop.wake();
    await run(0).end(true);
    expect(state.done).toBe(true);
    await vi.advanceTimersByTimeAsync(10 * every);
    expect(runs).toHaveLength(1);
  });

  it('waits for a current run that fails', async () => {
    const { loop, run, lines } = watched();
    const state = await stopped(loop);
    await run(0).fail(new Error('at the end'));
    expect(state.done).toBe(true);
    expect(lines).toHaveLength(1);
  });

  it('ends a pause at once and leaves no timer behind', async () => {
    const { loop, runs, run } = watched();
    await run(0).end();
    expect(vi.getTimerCount()).toBe(1);
    const state = await stopped(loop);
    expect(state.done).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    loop.wake();
    await settle();
    expect(runs).toHaveLength(1);
  });

  it('may be asked for twice', async () => {
    const { loop, run } = watched();
    const both = Promise.all([loop.stop(), loop.stop()]);
    await run(0).end();
    await expect(both).resolves.toHaveLength(2);
  });
});
