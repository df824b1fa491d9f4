import { fork, maintainer, owner, upstream } from '../stage.ts';
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
  showPull,
  took,
} from './parts.ts';

/** The App is installed on a fork and on its upstream. */
export const install: DemoScene = {
  title: 'The App is installed on a fork and on its upstream',
  within: patience,
  play: async (stage, tell) => {
    const { github } = stage;
    await github.createRepository({ owner: 'acme', name: 'rocket', files: { 'README.md': '# Rocket\n' } });
    await github.fork({ source: upstream, owner });
    const meter = stage.meter();
    await github.install(owner, [fork]);
    await github.install('acme', [upstream]);
    tell.voice.fact(
      'On GitHub',
      `${owner} forked ${upstream} and installed the App on ${fork}; acme installed it on ${upstream}, so that GitHub tells of pushes there.`,
    );
    const link = await linkThat(stage, tell, `a link of ${fork} that is in sync`, ({ state }) => state === 'in-sync');
    const cost = meter();
    tell.voice.fact(
      'Backstroke',
      `asked GitHub what ${fork} is a fork of, made a link of it, and looked at both ${took(cost)}.`,
    );
    because(tell, link.sentence);
    await calm(stage, tell);
    return { ms: cost.ms, requests: meter().requests };
  },
};

/** A push upstream becomes a pull request. */
export const open: DemoScene = {
  title: 'Upstream moves: a pull request appears on the fork',
  within: patience,
  play: async (stage, tell) => {
    const meter = stage.meter();
    const sha = await push(stage, 'Add a second engine');
    tell.voice.fact('On GitHub', `${maintainer} pushed ${short(sha)} “Add a second engine” to main of ${upstream}.`);
    const pull = await openPull(stage, tell, sha);
    const { ms } = meter();
    tell.voice.fact('Backstroke', `opened a pull request on ${fork} ${took({ ms, requests: 0 })}:`);
    showPull(tell, pull);
    const link = await linkThat(
      stage,
      tell,
      'the link to know of its pull request',
      ({ state }) => state === 'pull-open',
    );
    because(tell, link.sentence);
    await calm(stage, tell);
    return { ms, requests: meter().requests };
  },
};

/** A second push: the same pull request follows. */
export const follow: DemoScene = {
  title: 'Upstream moves again: the same pull request follows',
  within: patience,
  play: async (stage, tell) => {
    const before = await linkThat(stage, tell, 'the link', () => true);
    const meter = stage.meter();
    const sha = await push(stage, 'Make the engines louder');
    tell.voice.fact(
      'On GitHub',
      `${maintainer} pushed ${short(sha)} “Make the engines louder” to main of ${upstream}.`,
    );
    const pull = await openPull(stage, tell, sha);
    await tell.until('an operation for this push', () => stage.api.decidedOn(before.id, sha));
    const cost = meter();
    const { length } = stage.github.pulls(fork);
    if (length !== 1) throw new Error(`${fork} has ${length} pull requests instead of one`);
    tell.voice.fact(
      'Backstroke',
      `saw that #${pull.number} now brings ${short(sha)} too ${took(cost)}, and opened no other.`,
    );
    const link = await linkThat(stage, tell, 'the link to know of the push', (now) => now.lastSyncedSha === sha);
    because(tell, link.sentence);
    await calm(stage, tell);
    return { ms: cost.ms, requests: meter().requests };
  },
};

/** A person merges. */
export const merge: DemoScene = {
  title: 'A person merges it: the fork is up to date',
  within: patience,
  play: async (stage, tell) => {
    const [pull] = stage.github.pulls(fork, { state: 'open' });
    if (!pull) throw new Error(`${fork} has no open pull request`);
    const meter = stage.meter();
    const link = await mergeByOwner(stage, tell, pull.number);
    const cost = meter();
    tell.voice.fact('On GitHub', `${owner} merged #${pull.number}.`);
    tell.voice.fact('Backstroke', `knew ${took(cost)} that the link is in sync.`);
    because(tell, link.sentence);
    await calm(stage, tell);
    return { ms: cost.ms, requests: meter().requests };
  },
};
