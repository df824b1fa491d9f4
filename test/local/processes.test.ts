import { expect, test } from 'vitest';
import { isAlive } from '../support/alive.ts';
import { createProcesses, procfile } from '../support/processes.ts';

test('the Procfile names the processes of the contract', () => {
  expect([...procfile().keys()]).toEqual(['release', 'web', 'dispatcher', 'worker']);
});

test('a process without its settings ends with 1 and its lines are kept', async () => {
  const processes = createProcesses();
  const worker = processes.start('worker', {});
  const line = await worker.waitForLine(({ text }) => text.includes('REDIS_URL'));
  expect(worker.lines).toContain(line);
  expect(await worker.exited).toEqual({ code: 1, signal: null });
  await expect(worker.waitForLine(() => false)).rejects.toThrow(/worker ended without the awaited line/);
  expect(isAlive(worker.pid)).toBe(false);
  await processes.stopAll();
});

test('a name that the Procfile does not have is refused', () => {
  expect(() => createProcesses().start('nobody', {})).toThrow('The Procfile has no nobody');
});
