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
  short,
  type Tell,
  took,
} from './parts.ts';

const file = 'fuel.txt';
const moveBox = '- [ ] <!-- backstroke:move -->';

/** Both sides change the same line; the fork's owner has the pull request moved to where that can be resolved. */
export const conflict: DemoScene = {
  title: 'Both sides change the same line: a checkbox moves the pull request to where that is resolved',
  within: 3 * patience,
  play: async (stage, tell) => {
    const meter = stage.meter();
    const first = await disputed(stage, tell);
    const second = await moved(stage, tell, first.number);
    await resolved(stage, tell, second.number);
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
  const body = await tell.until(
    'a text with the box',
    () => textOf(stage, number).includes(moveBox) && textOf(stage, number),
  );
  tell.voice.fact('Its text', 'says where, and has a box:');
  tell.voice.quote(
    asRead(
      body
        .split('\n')
        .filter((line) => /^\*\*There are|<!-- backstroke:move/.test(line))
        .join('\n'),
    ),
  );
  await calm(stage, tell);
  return { number, ms: opened.ms };
}

async function moved(stage: Stage, tell: Tell, before: number): Promise<{ number: number; ms: number }> {
  const { github } = stage;
  const meter = stage.meter();
  const body = textOf(stage, before).replace(moveBox, moveBox.replace('[ ]', '[x]'));
  await github.editPull(fork, before, { body, by: owner });
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
  tell.voice.fact('On GitHub', `${owner} resolved the conflict in the browser (${short(sha)}) and merged #${number}.`);
  await calm(stage, tell);
  because(tell, (await mergeByOwner(stage, tell, number)).sentence);
  const { head } = stage.github.pulls(fork).find((pull) => pull.number === number) ?? {};
  await tell.until('its branch to be removed', () => head && stage.github.head(fork, head.branch) === null);
  await calm(stage, tell);
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
