import { remote } from '../support/git-program.ts';
import { linesWith, type Person, type Scene } from './scene.ts';

const branch = 'backstroke/up/main';

/** A conflict in the line `at` that a person resolved on the head of a pull request, `both`, and where that left things. */
export async function resolved(here: Scene, files: Record<string, string>): Promise<{ merge: string; person: Person }> {
  const { sandbox, token } = here;
  const person = await here.person();
  await person('fetch', '-q', remote(sandbox, 'up/hello', token), 'main:up');
  await person('checkout', '-q', 'up');
  await person('merge', '-q', '-X', 'ours', '-m', 'Resolved', 'origin/main');
  for (const [path, text] of Object.entries(files)) {
    const oid = await person.with(text)('hash-object', '-w', '--stdin');
    await person('update-index', '--add', '--cacheinfo', `100644,${oid},${path}`);
  }
  await person('commit', '-q', '--amend', '--no-edit');
  await person('push', '-q', 'origin', `HEAD:refs/heads/${branch}`);
  return { merge: await person('rev-parse', 'HEAD'), person };
}

export const disputed = async ({ sandbox }: Scene, name = 'lines.txt') => {
  await sandbox.commit('octo/hello', 'main', { files: { [name]: linesWith(3, 'ours') } });
  await sandbox.commit('up/hello', 'main', { files: { [name]: linesWith(3, 'theirs') } });
};
export const squashed = ({ sandbox }: Scene, files: Record<string, string>) =>
  sandbox.commit('octo/hello', 'main', { files, message: 'Squashed' });
export const both = linesWith(3, 'both');
