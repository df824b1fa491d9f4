import { checkSeconds, isLookAtHeads, isWork, type Stage, upstream } from '../stage.ts';
import { counted } from '../voice.ts';
import { calm, type DemoScene, patience, type Tell } from './parts.ts';

/** How many others fork upstream, so that "per fork" means something. */
const others = 5;
const ticks = 4;

/** Nothing happens, and that costs nothing per fork. */
export const rest: DemoScene = {
  title: 'Nothing happens: forks that are up to date cost nothing',
  within: 2 * patience,
  play: async (stage, tell) => {
    await othersInstall(stage, tell);
    // A tick may still find what was asked for last.
    await calm(stage, tell, 1.5 * checkSeconds * 1000);
    const { github, children } = stage;
    const tick = children.get('dispatcher')?.counter('"msg":"Tick"');
    const seen = github.requests().length;
    const meter = stage.meter();
    await tell.until(`${ticks} ticks of the dispatcher`, () => (tick?.() ?? 0) >= ticks);
    const made = github.requests().slice(seen);
    const { ms } = meter();
    const heads = made.filter(isLookAtHeads).length;
    const perFork = made.filter(isWork).length;
    if (perFork > 0) throw new Error(`${counted(perFork, 'request')} were made about forks that are up to date`);
    tell.voice.fact(
      'On GitHub',
      `${others} more people forked ${upstream} and installed the App. After that nothing happened.`,
    );
    tell.voice.fact(
      'Backstroke',
      `ticked ${ticks} times and made 0 requests per fork. It asked for upstream's head ${counted(heads, 'time')}, once for all ${others + 1} forks (every ${checkSeconds} s here, every 10 minutes by default, up to 50 upstreams in one question).`,
    );
    return { ms, requests: heads };
  },
};

async function othersInstall({ github }: Stage, { until }: Tell): Promise<void> {
  const logins = Array.from({ length: others }, (_, at) => `pilot-${at + 1}`);
  const before = github.countRequests({ operationName: 'Observe' });
  for (const login of logins) {
    github.createUser(login);
    await github.fork({ source: upstream, owner: login });
    github.install(login, [`${login}/rocket`]);
  }
  await until(
    'a look at each of the new forks',
    () => github.countRequests({ operationName: 'Observe' }) - before >= others,
  );
}
