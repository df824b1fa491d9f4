import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createParts, type Parts, run } from '../../src/runtime/lifecycle.ts';
import { memoryLog } from '../support/memory-log.ts';

describe('parts', () => {
  it('stop in reverse order, each after the one before it has ended', async () => {
    const order: string[] = [];
    const parts = createParts(memoryLog().log);
    for (const name of ['first', 'second', 'third']) {
      parts.add(name, {
        stop: async () => {
          order.push(`${name} stops`);
          await Promise.resolve();
          order.push(`${name} stopped`);
        },
      });
    }
    await parts.stop();
    expect(order).toEqual(['third', 'second', 'first'].flatMap((name) => [`${name} stops`, `${name} stopped`]));
  });

  it('are handed back as they are, and stopped as themselves', async () => {
    const parts = createParts(memoryLog().log);
    class Counter {
      count = 0;
      stop() {
        this.count += 1;
      }
    }
    const counter = new Counter();
    expect(parts.add('counter', counter)).toBe(counter);
    await parts.stop();
    await parts.stop();
    expect(counter.count).toBe(1);
  });

  it.each<[string, () => void | Promise<void>]>([
    ['throws', () => raise('no')],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('do not keep the others running when one %s', async (_, stop) => {
    const { log, lines } = memoryLog();
    const order: string[] = [];
    const parts = createParts(log);
    parts.add('first', { stop: () => void order.push('first') });
    parts.add('broken', { stop });
    parts.add('last', { stop: () => void order.push('last') });
    await parts.stop();
    expect(order).toEqual(['last', 'first']);
    expect(lines).toMatchObject([{ level: 50, part: 'broken', err: { message: 'no' } }]);
  });
});

describe('run', () => {
  const handlers = new Map<string | symbol, (...signal: unknown[]) => unknown>();
  const exits: unknown[] = [];
  const exitCode = process.exitCode;

  beforeEach(() => {
    handlers.clear();
    exits.length = 0;
    vi.useFakeTimers();
    vi.spyOn(process, 'on').mockImplementation((name: string | symbol, handler: (...signal: unknown[]) => unknown) => {
      handlers.set(name, handler);
      return process;
    });
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      exits.push(code);
      return raise('exit');
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.clearAllTimers();
    vi.useRealTimers();
    process.exitCode = exitCode;
  });

  const signal = async (name: 'SIGTERM' | 'SIGINT') => handlers.get(name)?.(name);

  it.each(['SIGTERM', 'SIGINT'] as const)('stops its parts in reverse on %s', async (name) => {
    const order: string[] = [];
    await run(memoryLog().log, async (parts) => {
      parts.add('first', { stop: () => void order.push('first') });
      parts.add('second', { stop: () => void order.push('second') });
    });
    expect(order).toEqual([]);
    await signal(name);
    expect(order).toEqual(['second', 'first']);
    expect(exits).toEqual([]);
  });

  it('stops what was started when the start fails, and says so', async () => {
    const { log, lines } = memoryLog();
    const stopped = vi.fn();
    await run(log, async (parts) => {
      parts.add('first', { stop: stopped });
      raise('no database');
    });
    expect(stopped).toHaveBeenCalledOnce();
    expect(process.exitCode).toBe(1);
    expect(lines).toMatchObject([{ level: 60, err: { message: 'no database' } }]);
    expect(exits).toEqual([]);
  });

  it('ends at once on a second signal', async () => {
    await run(memoryLog().log, async (parts) => {
      parts.add('stuck', { stop: () => new Promise(() => {}) });
    });
    void signal('SIGTERM');
    await expect(signal('SIGINT')).rejects.toThrow('exit');
    expect(exits).toEqual([1]);
  });

  it('ends within 20 seconds when a part does not stop', async () => {
    await run(memoryLog().log, async (parts) => {
      parts.add('stuck', { stop: () => new Promise(() => {}) });
    });
    void signal('SIGTERM');
    expect(() => vi.advanceTimersByTime(18_000)).not.toThrow();
    expect(() => vi.advanceTimersByTime(2_000)).toThrow('exit');
    expect(exits).toEqual([1]);
  });

  it('stops what is started after a signal that came during the start', async () => {
    const order: string[] = [];
    let goOn = () => {};
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const start = async (parts: Parts) => {
      parts.add('early', { stop: () => void order.push('early') });
      await waiting;
      parts.add('late', { stop: () => void order.push('late') });
    };
    const running = run(memoryLog().log, start);
    await signal('SIGTERM');
    goOn();
    await running;
    expect(order).toEqual(['early', 'late']);
  });
});

function raise(message: string): never {
  throw new Error(message);
}
