import { expect, it } from 'vitest';
import { asRead } from '../../src/demo/markdown.ts';
import { type Cost, type Scene, summary, tellStory } from '../../src/demo/story.ts';
import { createVoice, wrapped } from '../../src/demo/voice.ts';

function spoken(color = false) {
  const lines: string[] = [];
  return { lines, voice: createVoice({ write: (line) => void lines.push(line), color }) };
}

/** Waits for what never comes. */
const nothing = () => null as Cost | null;
const never = new AbortController().signal;
const good: Scene<number> = {
  title: 'It works',
  within: 1_000,
  play: async (stage) => ({ ms: stage, requests: 2 }),
};

it('tells the scenes in order, with what each took', async () => {
  const { lines, voice } = spoken();
  const ending = await tellStory({ scenes: [good, { ...good, title: 'Still' }], stage: 1234, voice, stop: never });
  expect(ending).toMatchObject({ failed: null, stopped: false });
  expect(lines).toContain('1. It works');
  expect(lines.join('\n')).toMatch(/Cost +1,234 ms, 2 requests to GitHub/);
  summary(ending.told, voice);
  expect(lines.slice(-2).join('\n')).toMatch(/1\. It works +1,234 ms +2\n +2\. Still +1,234 ms +2$/);
});

it('ends at the first scene that does not come true, and says what it waited for', async () => {
  const { lines, voice } = spoken();
  const waits: Scene<number> = {
    title: 'Never',
    within: 60,
    play: async (_stage, { until }) => until('a pig that flies', nothing),
  };
  const ending = await tellStory({ scenes: [good, waits, good], stage: 1, voice, stop: never });
  expect(ending.failed).toMatchObject({ title: '2. Never', why: expect.stringContaining('a pig that flies') });
  expect(ending.told).toHaveLength(1);
  expect(lines).not.toContain('3. It works');
});

it('says what went wrong last while it waited', async () => {
  const { voice } = spoken();
  const fails: Scene<number> = {
    title: 'Away',
    within: 60,
    play: async (_stage, { until }) =>
      until('an answer', () => {
        throw new Error('connection refused');
      }),
  };
  const { failed } = await tellStory({ scenes: [fails], stage: 1, voice, stop: never });
  expect(failed?.why).toBe('waited 0 s for this: an answer (connection refused)');
});

it('fails a scene that throws or that hangs without looking', async () => {
  const { voice } = spoken();
  const throws = { ...good, play: () => Promise.reject(new Error('two pull requests')) };
  expect((await tellStory({ scenes: [throws], stage: 1, voice, stop: never })).failed?.why).toBe('two pull requests');
  const hangs = { ...good, within: 30, play: () => new Promise<never>(() => undefined) };
  expect((await tellStory({ scenes: [hangs], stage: 1, voice, stop: never })).failed?.why).toContain('its end');
});

it('is stopped by a person without calling that a failure', async () => {
  const { voice } = spoken();
  const controller = new AbortController();
  const waits: Scene<number> = { title: 'Long', within: 10_000, play: (_stage, { until }) => until('it', nothing) };
  const telling = tellStory({ scenes: [waits], stage: 1, voice, stop: controller.signal });
  controller.abort();
  expect(await telling).toEqual({ told: [], failed: null, stopped: true });
});

it('colors only when asked to', () => {
  expect(spoken(true).voice.paint('red', 'a')).toBe('\u001b[31ma\u001b[0m');
  expect(spoken(false).voice.paint('red', 'a')).toBe('a');
});

it('wraps between words, keeping addresses and numbers whole', () => {
  expect(wrapped('see http://localhost:1/a/very/long/address now', 10)).toEqual([
    'see',
    'http://localhost:1/a/very/long/address',
    'now',
  ]);
  expect(wrapped('it was after 12 ms', 15)).toEqual(['it was after', '12 ms']);
});

it('shows Markdown as its reader sees it', () => {
  const text = asRead(
    '**Merge** it or [go](http://a/b).\n\n<details>\n<summary>More</summary>\n\n```sh\ngit a\n```\n\n</details>',
  );
  expect(text).toBe('Merge it or go (http://a/b).\n\n▾ More\n\n    git a');
});
