import { beforeEach, expect, it } from 'vitest';
import { createRests, type Rests } from '../../src/redis/rests.ts';
import { anOutcome } from '../support/messages.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
let clock: number;
let rests: Rests;

beforeEach(() => {
  clock = start;
  const remembered = new Map<string, string>();
  rests = createRests({
    now: async () => new Date(clock),
    remember: async (name, value) => {
      remembered.set(name, value);
    },
    recall: async (name) => remembered.get(name) ?? null,
  });
});

const limited = anOutcome({ reason: 'rate-limited', notBefore: at(60) });

it('keeps every operation of a limited installation from asking until its time has come', async () => {
  await rests.note(7, limited);
  expect(await rests.refusal(7)).toMatchObject({ reason: 'rate-limited', notBefore: at(60), unclear: false });
  expect(await rests.refusal(8)).toBeNull();
  clock = start + 60_000;
  expect(await rests.refusal(7)).toBeNull();
});

it.each([
  ['another reason', anOutcome({ reason: 'github-unavailable', notBefore: at(60) })],
  ['a limit of our own, without a time', anOutcome({ reason: 'rate-limited' })],
  ['a time that has passed', anOutcome({ reason: 'rate-limited', notBefore: at(-1) })],
])('does not rest for %s', async (_name, outcome) => {
  await rests.note(7, outcome);
  expect(await rests.refusal(7)).toBeNull();
});
