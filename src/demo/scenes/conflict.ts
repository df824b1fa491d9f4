import type { Box } from '../../core/ticked.ts';
import { asRead } from '../markdown.ts';
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

const file = 'fuel.txt';

/** Both sides change the same line; the fork's owner has the pull request moved to where that can be resolved. */
export const conflict: DemoScene = {
  title: 'Both sides change the same line: a checkbox moves the pull request to where that is resolved',
  within: 5 * patience,
  play: async (stage, tell) => {
    const meter = stage.meter();
    const first = await disputed(stage, tell);
    const second = await moved(stage, tell, first.number);
    await resolved(stage, tell, second.number);
    await again(stage, tell);
    return { ms: first.ms + second.ms, requests: meter().requests };
  },
};

async function disputed(stage: Stage, tell: Tell): Promise<{ number: number; ms: number }> {
  const { github } = stage;
  const write = (name: string, author: string, text: string) =>
    github.commit(name, 'main', { files: { [file]: `${text}\n` }, message: text, author });
  const own = await write(fork, owner, 'Fly on tea');
  await calm(stage, tell);
  const meter = stage.meter();
  const sha = await write(upstream, maintainer, 'Fly on hydrogen');
  tell.voice.fact(
    'On GitHub',
    `${owner} pushed ${short(own)} “Fly on tea”, and ${maintainer} ${short(sha)} “Fly on hydrogen”: both wrote ${file}.`,
  );
  const { number } = await openPull(stage, tell, sha);
  const opened = meter();
  tell.voice.fact('Backstroke', `opened #${number} ${took(opened)}.`);
  const link = await lookUntil(stage, tell, 'the conflict to be known', ({ state }) => state === 'conflict');
  because(tell, link.sentence);
  await boxIn(stage, tell, number, 'move');
  tell.voice.fact('Its text', 'says where, and has a box:');
  quote(stage, tell, number, /^\*\*There are|<!-- backstroke:move/);
  await calm(stage, tell);
  return { number, ms: opened.ms };
}

async function moved(stage: Stage, tell: Tell, before: number): Promise<{ number: number; ms: number }> {
  const { github } = stage;
  const meter = stage.meter();
  await tick(stage, tell, before, 'move');
  const closed = () => github.pulls(fork, { state: 'closed' }).some(({ number }) => number === before);
  await tell.until('the old pull request to be closed', closed);
  const { ms } = meter();
  const now = github.pulls(fork, { state: 'open' }).at(-1);
  if (!now || now.head.repository !== fork) throw new Error(`nothing took the place of #${before}`);
  tell.voice.fact(owner, 'ticked it.');
  tell.voice.fact(
    'Backstroke',
    `opened #${now.number} from ${now.head.branch} of ${fork}, and closed #${before} ${took({ ms, requests: 0 })}.`,
  );
  tell.voice.fact(`#${before} says`, asRead(textOf(stage, before)));
  await calm(stage, tell);
  return { number: now.number, ms };
}

async function resolved(stage: Stage, tell: Tell, number: number): Promise<void> {
  const files = { [file]: 'Fly on tea, and on hydrogen above the clouds\n' };
  const sha = await stage.github.resolveConflicts(fork, number, { files, by: owner });
  tell.voice.fact(
    'On GitHub',
    `${owner} resolved the conflict in the browser (${short(sha)}) and squashed #${number}.`,
  );
  await calm(stage, tell);
  because(tell, (await mergeByOwner(stage, tell, number, 'squash')).sentence);
  const { head } = stage.github.pulls(fork).find((pull) => pull.number === number) ?? {};
  await tell.until('its branch to be removed', () => head && stage.github.head(fork, head.branch) === null);
  await calm(stage, tell);
}

/** After a squash the same lines conflict with the next push, and are resolved as they were. */
async function again(stage: Stage, tell: Tell): Promise<void> {
  const sha = await push(stage, 'Count the fuel');
  tell.voice.fact(
    'On GitHub',
    `${maintainer} pushed ${short(sha)}. A squash forgets what it merged: the same line conflicts again.`,
  );
  const { number } = await openPull(stage, tell, sha);
  await lookUntil(stage, tell, 'the conflict to be known again', ({ state }) => state === 'conflict');
  const second = await moved(stage, tell, number);
  await lookUntil(stage, tell, 'its conflict to be known', ({ state }) => state === 'conflict');
  await boxIn(stage, tell, second.number, 'resolve');
  tell.voice.fact('Its text', 'remembers:');
  quote(stage, tell, second.number, /^\*\*This was|<!-- backstroke:resolve/);
  await tick(stage, tell, second.number, 'resolve');
  const clean = await linkThat(stage, tell, 'the conflict to be resolved', ({ state }) => state === 'pull-open');
  tell.voice.fact(owner, `ticked it, and merged #${second.number}.`);
  because(tell, clean.sentence);
  await calm(stage, tell);
  await mergeByOwner(stage, tell, second.number);
  await calm(stage, tell);
}

const emptyBox = (box: Box) => `- [ ] <!-- backstroke:${box} -->`;

function boxIn(stage: Stage, { until }: Tell, number: number, box: Box): Promise<true> {
  return until(`a text with the box "${box}"`, () => textOf(stage, number).includes(emptyBox(box)) || null);
}

async function tick(stage: Stage, tell: Tell, number: number, box: Box): Promise<void> {
  await boxIn(stage, tell, number, box);
  const body = textOf(stage, number).replace(emptyBox(box), emptyBox(box).replace('[ ]', '[x]'));
  await stage.github.editPull(fork, number, { body, by: owner });
}

/** The lines of a text that say it. */
function quote(stage: Stage, tell: Tell, number: number, which: RegExp): void {
  const lines = textOf(stage, number).split('\n');
  tell.voice.quote(asRead(lines.filter((line) => which.test(line)).join('\n')));
}

/** GitHub finds out some time after it was asked. Backstroke looks again after 10 seconds; nobody has to wait here. */
async function lookUntil(stage: Stage, tell: Tell, what: string, is: Parameters<typeof linkThat>[3]) {
  const { id } = await linkThat(
    stage,
    tell,
    'the link to know of its pull request',
    ({ state }) => state !== 'in-sync',
  );
  for (const _ of ['asks', 'is answered']) {
    await calm(stage, tell, 100);
    await stage.api.sync(id);
  }
  return linkThat(stage, tell, what, is);
}

function textOf({ github }: Stage, number: number): string {
  return github.pulls(fork).find((pull) => pull.number === number)?.body ?? '';
}
