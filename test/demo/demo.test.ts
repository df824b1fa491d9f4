import { existsSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { isAlive } from '../support/alive.ts';
import { eventually } from '../support/ring.ts';
import { type Program, startProgram } from './program.ts';

let program: Program;

afterEach(() => program?.end());

function pidsIn(output: string): number[] {
  return [...output.matchAll(/\(?process (\d+)\)?/g)].map((match) => Number(match[1]));
}

function folderIn(output: string): string {
  return /log +(\/.*)\/backstroke\.log/.exec(output)?.[1] ?? '';
}

it('tells a story that comes true, and leaves nothing behind', async () => {
  program = startProgram('demo.js', { args: ['--once'] });
  const exit = await program.exited;
  const output = program.output();
  expect(exit, output).toEqual({ code: 0, signal: null });
  for (const [at, words] of scenes.entries()) expect(output).toMatch(new RegExp(`\n${at + 1}\\. .*${words}`));
  expect(output).toContain('“Sync acme/rocket main” by backstroke[bot]');
  expect(output).toMatch(/opened #5 from backstroke\/acme\/main of mona\/rocket, and closed #4/);
  expect(output).toMatch(/put main back to [0-9a-f]{7}/);
  expect(output).toContain('The story came true');
  expect(output, 'no colors where nobody sees them').not.toContain('\u001b[');
  expect(pidsIn(output).length).toBeGreaterThanOrEqual(5);
  expect(pidsIn(output).filter(isAlive)).toEqual([]);
  expect(folderIn(output)).not.toBe('');
  expect(existsSync(folderIn(output))).toBe(false);
});

const scenes = [
  'installed',
  'pull request appears',
  'follows',
  'merges',
  'stays quiet',
  'typo',
  'same line',
  'fast-forward',
  'rebase',
  'undo',
  'killed',
  'Nothing happens',
];

it('stops at Ctrl-C in the middle of the story, with everything it started', async () => {
  program = startProgram('demo.js', { args: ['--once'] });
  await program.says(/\n1\. /);
  program.signal('SIGINT');
  const exit = await program.exited;
  const output = program.output();
  expect(exit.code, 'the story was not told to its end').toBe(1);
  expect(output).toContain('Stopping');
  expect(output).not.toContain('did not come true');
  await eventually(() => pidsIn(output).filter(isAlive).length === 0);
  expect(existsSync(folderIn(output))).toBe(false);
});
