import { setTimeout as sleep } from 'node:timers/promises';
import { counted, inMs, type Voice } from './voice.ts';

/** What something took, and how many requests to GitHub. */
export interface Cost {
  ms: number;
  requests: number;
}

/** Looks again and again until it sees something, and returns that. */
export type Until = <T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
) => Promise<T>;

export interface Scene<S> {
  title: string;
  /** Milliseconds in which it has to come true. */
  within: number;
  play: (stage: S, tell: { voice: Voice; until: Until }) => Promise<Cost>;
}

export interface Told {
  title: string;
  cost: Cost;
}

/** How a story ended: all of it told, stopped by a person, or a scene that did not come true and why. */
export interface Ending {
  told: Told[];
  failed: { title: string; why: string } | null;
  stopped: boolean;
}

const lookEvery = 20;

/** Plays the scenes one after the other and tells each; ends at the first that does not come true, or when stopped. */
export async function tellStory<S>(options: {
  scenes: readonly Scene<S>[];
  stage: S;
  voice: Voice;
  stop: AbortSignal;
}): Promise<Ending> {
  const { scenes, stage, voice, stop } = options;
  const told: Told[] = [];
  for (const [at, scene] of scenes.entries()) {
    const title = `${at + 1}. ${scene.title}`;
    voice.line();
    voice.line(voice.paint('bold', title));
    try {
      const cost = await playWithin(scene, { stage, voice, stop });
      voice.fact('Cost', `${inMs(cost.ms)}, ${counted(cost.requests, 'request')} to GitHub`);
      told.push({ title, cost });
    } catch (error) {
      if (stop.aborted) return { told, failed: null, stopped: true };
      return { told, failed: { title, why: error instanceof Error ? error.message : String(error) }, stopped: false };
    }
  }
  return { told, failed: null, stopped: false };
}

async function playWithin<S>(
  scene: Scene<S>,
  { stage, voice, stop }: { stage: S; voice: Voice; stop: AbortSignal },
): Promise<Cost> {
  const over = new AbortController();
  const ends = AbortSignal.any([stop, over.signal]);
  let waitingFor = 'its end';
  let trouble = '';
  const until: Until = async (what, look) => {
    waitingFor = what;
    trouble = '';
    for (;;) {
      ends.throwIfAborted();
      try {
        const seen = await look();
        if (seen !== null && seen !== undefined && seen !== false) return seen;
      } catch (error) {
        trouble = ` (${error instanceof Error ? error.message : error})`;
      }
      await sleep(lookEvery, undefined, { signal: ends });
    }
  };
  const timer = setTimeout(() => over.abort(), scene.within);
  const given = new Promise<never>((_, reject) => {
    ends.addEventListener('abort', () => {
      reject(new Error(`waited ${Math.round(scene.within / 1000)} s for this: ${waitingFor}${trouble}`));
    });
  });
  try {
    return await Promise.race([scene.play(stage, { voice, until }), given]);
  } finally {
    clearTimeout(timer);
    over.abort();
    given.catch(() => undefined);
  }
}

/** The scenes once more, in one table. */
export function summary(told: readonly Told[], voice: Voice): void {
  const widest = Math.max(...told.map(({ title }) => title.length), 0);
  const row = (title: string, took: string, requests: string) =>
    `   ${title.padEnd(widest)}  ${took.padStart(10)}  ${requests.padStart(18)}`;
  voice.line();
  voice.line(voice.paint('bold', row('What happened', 'Took', 'Requests to GitHub')));
  for (const { title, cost } of told) voice.line(row(title, inMs(cost.ms), String(cost.requests)));
}
