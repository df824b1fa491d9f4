import { type Api, createApi, type LinkSeen } from '../api.ts';
import type { Stage } from '../stage.ts';
import { because, calm, type DemoScene, patience, short, type Tell, took } from './parts.ts';

/** Another fork, of another upstream, so that the first story goes on undisturbed. */
const upstream = 'nasa/lander';
const fork = 'grace/lander';
const owner = 'grace';

/** The fork's branch moves without a pull request. */
export const forward: DemoScene = {
  title: 'Strategy fast-forward: the branch moves, without a pull request',
  within: 2 * patience,
  play: async (stage, tell) => {
    await settle(stage);
    const link = await linkThat(stage, tell, `a link of ${fork} that is in sync`, ({ state }) => state === 'in-sync');
    await choose(stage, tell, link, 'fast-forward');
    await calm(stage, tell);
    const meter = stage.meter();
    const sha = await push(stage, 'Unfold the legs');
    const after = await linkThat(stage, tell, 'the branch to follow', ({ lastSyncedSha }) => lastSyncedSha === sha);
    const { ms } = meter();
    expectTip(stage, sha);
    tell.voice.fact('Backstroke', `moved main of ${fork} forward to ${short(sha)} ${took({ ms, requests: 0 })}.`);
    because(tell, after.sentence);
    await calm(stage, tell);
    return { ms, requests: meter().requests };
  },
};

/** The fork's own commits are put on top of upstream's. */
export const rebase: DemoScene = {
  title: "Strategy rebase: the fork's own commit is replayed on upstream's",
  within: 2 * patience,
  play: async (stage, tell) => {
    const link = await linkThat(stage, tell, `the link of ${fork}`, () => true);
    await choose(stage, tell, link, 'rebase');
    await calm(stage, tell);
    const own = await stage.github.commit(fork, 'main', {
      files: { 'flag.txt': 'A flag\n' },
      message: 'Bring a flag',
      author: owner,
    });
    tell.voice.fact('On GitHub', `${owner} pushed ${short(own)} “Bring a flag” to ${fork}.`);
    await calm(stage, tell);
    const meter = stage.meter();
    const sha = await push(stage, 'Look for a flat place');
    const after = await linkThat(stage, tell, 'the branch to follow', ({ lastSyncedSha }) => lastSyncedSha === sha);
    const { ms } = meter();
    const how = after.state === 'pull-open' ? withoutGit : await replayed(stage, { onto: sha, own });
    tell.voice.fact('Backstroke', `${how} ${took({ ms, requests: 0 })}.`);
    because(tell, after.sentence);
    await calm(stage, tell);
    return { ms, requests: meter().requests };
  },
};

/** Of the machine this is told on; the sentence says the same. */
const withoutGit = 'finds no git of 2.38 or newer here, so it opened a pull request instead';

async function replayed(stage: Stage, { onto, own }: { onto: string; own: string }): Promise<string> {
  const tip = stage.github.head(fork, 'main') ?? '';
  const { parents, message } = await stage.github.commitOf(fork, tip);
  if (parents[0] !== onto || message !== 'Bring a flag') throw new Error(`${fork} is at ${short(tip)} “${message}”`);
  return `kept ${short(own)} as ${backupOf(stage, own)} and put “Bring a flag” on top of ${short(onto)} as ${short(tip)}`;
}

/** A mirror drops what the fork has of its own; its owner takes that back. */
export const undo: DemoScene = {
  title: 'Strategy mirror drops a commit: its owner says undo, and the branch is back and held',
  within: 3 * patience,
  play: async (stage, tell) => {
    const link = await linkThat(stage, tell, `the link of ${fork}`, () => true);
    const before = stage.github.head(fork, 'main') ?? '';
    const sha = stage.github.head(upstream, 'main') ?? '';
    const meter = stage.meter();
    // Another strategy is looked at once, so nobody has to push.
    await choose(stage, tell, link, 'mirror');
    const after = await linkThat(stage, tell, 'the branch to be upstream', ({ reason }) => reason === 'mirrored');
    const mirrored = meter();
    expectTip(stage, sha);
    tell.voice.fact(
      'Backstroke',
      `made main of ${fork} equal to ${short(sha)} ${took(mirrored)}: “Bring a flag” is no longer on it, but kept: ${backupOf(stage, before)}`,
    );
    because(tell, after.sentence);
    await calm(stage, tell);
    const undone = stage.meter();
    await apiOf(stage).undo(link.id);
    const held = await linkThat(stage, tell, 'the undo', ({ reason }) => reason === 'undone');
    const { ms } = undone();
    expectTip(stage, before);
    tell.voice.fact(owner, 'wants the flag back: POST /v1/links/:id/undo.');
    tell.voice.fact('Backstroke', `put main back to ${short(before)} ${took({ ms, requests: 0 })}.`);
    because(tell, held.sentence);
    await staysBack(stage, tell, { linkId: link.id, before });
    return { ms: mirrored.ms + ms, requests: meter().requests };
  },
};

/** Upstream moves on, and the branch stays where its owner wanted it. */
async function staysBack(stage: Stage, tell: Tell, { linkId, before }: { linkId: string; before: string }) {
  const sha = await push(stage, 'Open the hatch');
  const look = () => apiOf(stage).decidedOn(linkId, sha);
  const { reason } = await tell.until('an operation for this push', look);
  if (reason !== 'held-undone') throw new Error(`it was not held: ${reason}`);
  expectTip(stage, before);
  tell.voice.fact('On GitHub', `ada pushed ${short(sha)} “Open the hatch” to main of ${upstream}.`);
  tell.voice.fact('Backstroke', `looked at it, and left main of ${fork} where it is: ${reason}.`);
  await calm(stage, tell);
}

async function settle({ github }: Stage): Promise<void> {
  github.createOrg('nasa');
  github.createUser(owner);
  await github.createRepository({ owner: 'nasa', name: 'lander', files: { 'README.md': '# Lander\n' } });
  await github.fork({ source: upstream, owner });
  github.install('nasa', [upstream]);
  github.install(owner, [fork]);
}

function apiOf({ url, github }: Stage): Api {
  return createApi(url, github.createUserToken(owner));
}

function linkThat(stage: Stage, { until }: Tell, what: string, is: (link: LinkSeen) => boolean): Promise<LinkSeen> {
  const api = apiOf(stage);
  return until(what, async () => {
    const link = await api.link(fork);
    return link !== null && is(link) ? link : null;
  });
}

async function choose(stage: Stage, tell: Tell, { id }: LinkSeen, strategy: string): Promise<void> {
  await apiOf(stage).choose(id, strategy);
  tell.voice.fact(owner, `chose it for ${fork}: PATCH /v1/links/:id with {"strategy": "${strategy}"}.`);
}

let pushes = 0;

function push({ github }: Stage, message: string): Promise<string> {
  pushes += 1;
  const files = { [`step-${pushes}.txt`]: `${message}\n` };
  return github.commit(upstream, 'main', { files, message, author: 'ada' });
}

function expectTip({ github }: Stage, sha: string): void {
  const tip = github.head(fork, 'main') ?? 'nowhere';
  if (tip !== sha) throw new Error(`main of ${fork} is at ${short(tip)}, not at ${short(sha)}`);
}

/** The reference that keeps a commit. */
function backupOf({ github }: Stage, sha: string): string {
  const kept = Object.entries(github.refs(fork)).find(([ref, at]) => at === sha && ref.startsWith('refs/backstroke/'));
  if (!kept) throw new Error(`nothing keeps ${short(sha)}`);
  return kept[0];
}
