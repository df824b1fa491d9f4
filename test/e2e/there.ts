import type { HttpsGit } from '../support/https-git.ts';
import type { Ring } from '../support/ring.ts';
import { configured, path, write } from './configured.ts';
import { follow, type Scene } from './scene.ts';

export interface There extends Scene {
  url: string;
  /** A commit on upstream's branch. */
  move: (file: string) => Promise<string>;
}

export interface ThereOptions {
  /** What its file says of branches. */
  branches?: string;
  /** What else it says. */
  says?: string;
  permissions?: Record<string, string>;
  defaults?: boolean;
}

/**
 * A repository that was copied to GitHub, whose file names where it is from: `<name>/project.git` on the other server. `defaults`: the file is
 * the owner's.
 */
export async function there(
  { ring, host }: { ring: Ring; host: HttpsGit },
  name: string,
  given: ThereOptions = {},
): Promise<There> {
  const { branches = '[main]', says = '', permissions, defaults = false } = given;
  const { github } = ring;
  const [owner, project] = [`octo-${name}`, `${name}/project.git`];
  const fork = `${owner}/hello`;
  github.createUser(owner);
  await github.createRepository({ owner, name: 'hello', files: { 'README.md': 'hello\n' } });
  const url = host.urlOf(project);
  await host.create(project);
  const sha = github.head(fork, 'main') ?? '';
  await host.commit(project, 'main', { 'first.txt': 'x\n' }, { url: `${github.url}/${fork}.git`, sha });
  if (defaults) {
    await github.createRepository({ owner, name: '.github', files: { 'README.md': 'me\n' } });
    const text = `repositories:\n  hello:\n    upstream: ${url}\n    branches: [main]\n`;
    await github.commit(`${owner}/.github`, 'main', { files: { [path]: text } });
  }
  const all = defaults ? [fork, `${owner}/.github`] : [fork];
  const installation = github.install(owner, all, permissions);
  const here = follow(ring, { upstream: `localhost/${name}/project`, fork, owner, installation, branch: 'main' });
  await configured(ring, here, 'default');
  if (!defaults) {
    await write(ring, here, `upstream: ${url}\nbranches: ${branches}\n${says}`);
    await configured(ring, here, 'valid');
  }
  return { ...here, url, move: (file) => host.commit(project, 'main', { [file]: `${file}\n` }) };
}
