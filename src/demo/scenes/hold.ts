import { fork, maintainer, owner, type Stage, upstream } from '../stage.ts';
import {
  because,
  calm,
  type DemoScene,
  linkThat,
  mergeByOwner,
  openPull,
  patience,
  push,
  short,
  type Tell,
  took,
} from './parts.ts';

/** A pull request that a person closed is not opened again until that person says so. */
export const hold: DemoScene = {
  title: 'A person closes a pull request: Backstroke stays quiet until it is released',
  within: 2 * patience,
  play: async (stage, tell) => {
    const meter = stage.meter();
    const closed = await closedByOwner(stage, tell);
    const quietMs = await staysQuiet(stage, tell, closed.linkId);
    await secondIsOver(stage, tell);
    const released = stage.meter();
    const head = stage.github.head(upstream, 'main') ?? '';
    await stage.api.release(closed.linkId);
    const pull = await openPull(stage, tell, head);
    const cost = released();
    tell.voice.fact(owner, `released the link: POST /v1/links/:id/sync with {"release": true}.`);
    tell.voice.fact('Backstroke', `opened #${pull.number} ${took(cost)}: ${pull.url}`);
    const link = await linkThat(
      stage,
      tell,
      'the link to have a pull request again',
      ({ state }) => state === 'pull-open',
    );
    because(tell, link.sentence);
    await calm(stage, tell);
    const { requests } = meter();
    await mergeByOwner(stage, tell, pull.number);
    tell.voice.fact('On GitHub', `${owner} merged it.`);
    await calm(stage, tell);
    return { ms: closed.ms + quietMs + cost.ms, requests };
  },
};

async function closedByOwner(stage: Stage, tell: Tell): Promise<{ linkId: string; ms: number }> {
  const meter = stage.meter();
  const sha = await push(stage, 'Paint it red');
  const pull = await openPull(stage, tell, sha);
  const { ms } = meter();
  await linkThat(stage, tell, 'the link to know of its pull request', ({ state }) => state === 'pull-open');
  stage.github.closePull(fork, pull.number, owner);
  tell.voice.fact(
    'On GitHub',
    `${maintainer} pushed ${short(sha)} “Paint it red”, Backstroke opened #${pull.number}, and ${owner} closed it: no red rockets.`,
  );
  const link = await linkThat(stage, tell, 'the link to be held', ({ state }) => state === 'held');
  await calm(stage, tell);
  return { linkId: link.id, ms };
}

async function staysQuiet(stage: Stage, tell: Tell, linkId: string): Promise<number> {
  const before = stage.github.pulls(fork).length;
  const meter = stage.meter();
  const sha = await push(stage, 'Paint it redder');
  tell.voice.fact('On GitHub', `${maintainer} pushed ${short(sha)} “Paint it redder” to upstream all the same.`);
  const { reason, sentence } = await tell.until('an operation for this push', () => stage.api.decidedOn(linkId, sha));
  const cost = meter();
  const after = stage.github.pulls(fork).length;
  if (reason !== 'held-pull-closed' || after !== before) {
    throw new Error(`it did not stay quiet: ${reason}, ${after - before} new pull requests`);
  }
  tell.voice.fact('Backstroke', `looked ${took(cost)}, and opened nothing.`);
  because(tell, sentence);
  return cost.ms;
}

/** GitHub dates a closing by its second, so a release within that second cannot be told from one before: it holds. */
async function secondIsOver({ github }: Stage, { until }: Tell): Promise<void> {
  const closedAt = github.pulls(fork).at(-1)?.closedAt ?? '';
  await until('the second of the closing to be over', () => Date.now() >= Date.parse(closedAt) + 1_000);
}
