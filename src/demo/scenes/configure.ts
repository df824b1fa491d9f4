import { asRead } from '../markdown.ts';
import { fork, owner, type Stage } from '../stage.ts';
import { calm, type DemoScene, patience, short, type Tell, took } from './parts.ts';

const path = '.github/backstroke.yml';

/** The fork's owner writes a configuration file with a typo, is told where, and corrects it. */
export const configure: DemoScene = {
  title: 'A configuration file has a typo: a check run on the commit says where',
  within: 2 * patience,
  play: async (stage, tell) => {
    const meter = stage.meter();
    const wrong = await commitFile(stage, tell, { text: 'branchs: [main]\n', conclusion: 'failure' });
    const [annotation] = wrong.run.annotations;
    tell.voice.fact('At its line', `${path}:${annotation?.start_line}:${annotation?.start_column}`);
    const right = await commitFile(stage, tell, { text: 'branches: [main]\n', conclusion: 'success' });
    await calm(stage, tell);
    return { ms: wrong.ms + right.ms, requests: meter().requests };
  },
};

async function commitFile(stage: Stage, tell: Tell, wanted: { text: string; conclusion: string }) {
  const { github } = stage;
  const meter = stage.meter();
  const change = { files: { [path]: wanted.text }, message: 'Configure Backstroke', author: owner };
  const sha = await github.commit(fork, 'main', change);
  tell.voice.fact('On GitHub', `${owner} pushed ${short(sha)} to ${fork}: ${path} says “${wanted.text.trim()}”.`);
  const run = await tell.until(`a check run on ${short(sha)}`, () => github.checkRuns(fork, sha)[0]);
  const { ms } = meter();
  if (run.conclusion !== wanted.conclusion) throw new Error(`the check run of ${short(sha)} is ${run.conclusion}`);
  tell.voice.fact('Backstroke', `answered the commit with a check run ${took({ ms, requests: 0 })}:`);
  tell.voice.fact('Check run', `${run.conclusion}: ${run.title}`);
  tell.voice.quote(asRead(run.summary ?? ''));
  return { ms, run };
}
