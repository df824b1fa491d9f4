import type { LinkSeen } from '../api.ts';
import { asRead } from '../markdown.ts';
import { fork, isWork, maintainer, owner, type Stage, upstream } from '../stage.ts';
import type { Cost, Scene, Until } from '../story.ts';
import type { Voice } from '../voice.ts';
import { inMs } from '../voice.ts';

/** Milliseconds a scene has to come true in. */
export const patience = 20_000;

export type DemoScene = Scene<Stage>;
export type Tell = { voice: Voice; until: Until };
type Pull = ReturnType<Stage['github']['pulls']>[number];

let pushes = 0;

/** Somebody at the upstream pushes one commit; returns it. */
export async function push({ github }: Stage, message: string): Promise<string> {
  pushes += 1;
  const files = { [`engine-${pushes}.txt`]: `${message}\n` };
  return github.commit(upstream, 'main', { files, message, author: maintainer });
}

/** The fork's link, once it is as it should be. */
export function linkThat(
  { api }: Stage,
  { until }: Tell,
  what: string,
  is: (link: LinkSeen) => boolean,
): Promise<LinkSeen> {
  return until(what, async () => {
    const link = await api.link(fork);
    return link !== null && is(link) ? link : null;
  });
}

/** The open pull request on the fork, once there is one that brings this commit. */
export function openPull({ github }: Stage, { until }: Tell, sha: string): Promise<Pull> {
  const brings = (pull: Pull) => pull.head.sha === sha;
  return until(`a pull request on ${fork} that brings ${sha.slice(0, 7)}`, () =>
    github.pulls(fork, { state: 'open' }).find(brings),
  );
}

/** Waits until the last event is delivered and what it set off is done for `rest` milliseconds, so that a scene pays for itself alone. */
export async function calm({ github }: Stage, { until }: Tell, rest = 300): Promise<void> {
  let seen = -1;
  let since = performance.now();
  await until('Backstroke to be at rest', async () => {
    await github.settled();
    const now = github.requests().filter(isWork).length;
    if (now !== seen) since = performance.now();
    seen = now;
    return performance.now() - since > rest;
  });
}

/** Title, text and address of a pull request, as its reader has them. */
export function showPull({ voice }: Tell, pull: Pull): void {
  voice.fact('Pull request', `#${pull.number} “${pull.title}” by ${pull.user}`);
  voice.quote(asRead(pull.body ?? ''));
  voice.fact('Its page', pull.url);
}

export function because({ voice }: Tell, sentence: string | null): void {
  voice.fact('It says', sentence ?? 'nothing');
}

/** `a1b2c3d`. */
export function short(sha: string): string {
  return sha.slice(0, 7);
}

/** A person merges the open pull request; resolves when Backstroke knows. */
export async function mergeByOwner(
  stage: Stage,
  tell: Tell,
  number: number,
  method: 'merge' | 'squash' = 'merge',
): Promise<LinkSeen> {
  await stage.github.mergePull(fork, number, { by: owner, method });
  return linkThat(stage, tell, 'the link to be in sync after the merge', (link) => link.state === 'in-sync');
}

export function took(cost: Cost): string {
  return `after ${inMs(cost.ms)}`;
}
