import { fork, maintainer, owner, type Stage } from '../stage.ts';
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

/** The worker dies in the middle of an operation, and Redis forgets everything. */
export const crash: DemoScene = {
  title: 'The worker is killed at work and Redis loses everything: nothing is lost',
  within: 2 * patience,
  play: async (stage, tell) => {
    await killAtWork(stage, tell);
    const meter = stage.meter();
    const sha = await push(stage, 'Pack them again');
    tell.voice.fact('On GitHub', `${maintainer} pushed ${short(sha)} “Pack them again” while no worker ran.`);
    await stage.restart('worker');
    tell.voice.fact(
      'Restarted',
      `the worker, as whatever runs the Procfile does when a process ends (process ${stage.children.get('worker')?.pid}). Nothing else: web and dispatcher run on.`,
    );
    const pull = await openPull(stage, tell, sha);
    const cost = meter();
    const link = await linkThat(stage, tell, 'the link to have a pull request', ({ state }) => state === 'pull-open');
    tell.voice.fact(
      'Backstroke',
      `opened #${pull.number} with both commits ${took(cost)}: PostgreSQL had both pushes written down, and a tick of the dispatcher queued them again.`,
    );
    because(tell, link.sentence);
    await calm(stage, tell);
    const { requests } = meter();
    await mergeByOwner(stage, tell, pull.number);
    tell.voice.fact('On GitHub', `${owner} merged it into ${fork}.`);
    await calm(stage, tell);
    return { ms: cost.ms, requests };
  },
};

async function killAtWork(stage: Stage, tell: Tell): Promise<void> {
  const { github, children } = stage;
  // GitHub takes the worker's question and is slow to answer: so the worker certainly is in the middle when it dies.
  const asks = { operationName: 'Observe' };
  github.faults.add({ match: asks, kind: 'hang', times: 1 });
  const before = github.countRequests(asks);
  const sha = await push(stage, 'Pack parachutes');
  await tell.until('the worker to be at work', () => github.countRequests(asks) > before);
  const killed = children.get('worker');
  await killed?.kill();
  await stage.flushRedis();
  github.faults.clear();
  tell.voice.fact('On GitHub', `${maintainer} pushed ${short(sha)} “Pack parachutes”.`);
  tell.voice.fact(
    'Then',
    `the worker (process ${killed?.pid}) was ended with SIGKILL while it waited for GitHub, and Redis was emptied with FLUSHALL: the job, its lock and the queues are gone.`,
  );
}
