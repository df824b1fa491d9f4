import { onTestFinished } from 'vitest';
import type { Reach } from '../../src/git/reach.ts';
import type { StageLimits } from '../../src/git/stage.ts';
import { createUpstreamGit } from '../../src/git/upstream-git.ts';
import { elsewhereAt } from '../../src/github/elsewhere.ts';
import { directory, remote } from '../support/git-program.ts';
import { startHttpsGit } from '../support/https-git.ts';
import { path, scene } from './scene.ts';

export const project = 'group/project.git';

/** `group/project.git`, which has what `octo/hello` has and one commit more, and the git of a worker. */
export async function elsewhere(limits?: StageLimits) {
  const [made, host] = await Promise.all([scene(), startHttpsGit()]);
  onTestFinished(() => host.stop());
  const { sandbox, token } = made;
  await host.create(project);
  const base = { url: remote(sandbox, 'octo/hello', token), sha: sandbox.head('octo/hello', 'main') ?? '' };
  const sha = await host.commit(project, 'main', { 'theirs.txt': 'theirs\n' }, base);
  const by: Reach = { elsewhere: { off: false, hosts: [host.host], github: sandbox.host }, ca: host.ca };
  const cacheDir = directory();
  const git = createUpstreamGit({
    path,
    webUrl: sandbox.url,
    cacheDir,
    limitBytes: 1 << 30,
    by,
    ...(limits && { limits }),
  });
  const url = host.urlOf(project);
  const order = () => ({
    upstreamId: elsewhereAt(url).id,
    forkId: sandbox.repository('octo/hello').id,
    linkId: 'link',
    url,
    branch: 'main',
    fork: { owner: 'octo', name: 'hello', token, sha: sandbox.head('octo/hello', 'main') ?? '' },
  });
  const staged = () => made.look('for-each-ref', '--format=%(refname:lstrip=2) %(objectname)', 'refs/fork/backstroke');
  return { ...made, host, by, git, url, sha, order, staged, cacheDir };
}
