import { backupRef } from '../../../../src/core/backup.ts';
import { createGateway } from '../../../../src/github/gateway.ts';
import { listKeptRefs } from '../../../../src/github/kept-refs.ts';
import { createRef } from '../../../../src/github/move-branch.ts';
import { must } from '../must.ts';
import type { Stage } from '../stage.ts';

const fork = { owner: 'octo', name: 'hello' };

/** Branches moved by our own code: forward, by a merge, and new ones. */
export async function moves({ sandbox, github, octo }: Stage): Promise<void> {
  const gateway = createGateway({ github });
  const place = { installationId: octo, fork };
  const first = await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' } });
  must(await gateway.forwardBranch({ ...place, branch: 'main', sha: first }));
  await sandbox.commit('octo/hello', 'main', { files: { 'own.txt': 'own\n' } });
  const second = await sandbox.commit('up/hello', 'main', { files: { 'b.txt': 'b\n' } });
  must(await gateway.forwardBranch({ ...place, branch: 'main', sha: second }));
  for (const _ of ['merged', 'nothing to do']) {
    must(await gateway.mergeInto({ ...place, branch: 'main', headSha: second, message: 'Merge main of up/hello' }));
  }
  const client = github.asInstallation(octo);
  for (const _ of ['made', 'there already'])
    must(await createRef({ client, fork }, { ref: 'refs/tags/v1', sha: second }));
  const annotated = await sandbox.createTag('up/hello', 'v2', 'main', { message: 'Two' });
  must(await createRef({ client, fork }, { ref: 'refs/tags/v2', sha: annotated }));
  const kept = { branch: 'main', at: new Date(0), sha: second };
  must(await createRef({ client, fork }, { ref: backupRef(kept), sha: second }));
  must(await listKeptRefs(client, fork));
  for (const sha of [second, 'f'.repeat(40)]) must((await gateway.hasCommit({ ...place, sha })) === (sha === second));
}

/** A commit of upstream's with something of the fork's kept, made and merged by our own code. */
export async function keeping({ sandbox, github, octo }: Stage): Promise<void> {
  const gateway = createGateway({ github });
  await sandbox.commit('octo/hello', 'main', { files: { 'docs/a.md': 'mine\n' } });
  await sandbox.commit('up/hello', 'main', { files: { 'docs/a.md': 'theirs\n', 'docs/b.md': 'b\n', 'c.txt': 'c\n' } });
  const end = (owner: string) => ({ ...sandbox.repository(`${owner}/hello`), owner, name: 'hello', branch: 'main' });
  const target = { installationId: octo, fork: end('octo'), upstream: end('up') };
  const settings = { pullRequest: { head: 'fork' as const, merge: 'never' as const }, keep: ['docs'] };
  const { kept, us } = must(await gateway.observe({ ...target, settings }));
  const order = { ...target, kept: must(kept), bot: { ...us, webUrl: 'https://github.com' } };
  const made = must(await gateway.keepingCommit(order));
  must(must(await gateway.keepingCommit(order)).sha === made.sha);
  must(await gateway.mergeInto({ ...target, branch: 'main', headSha: made.sha, message: 'Merge main of up/hello' }));
}

/** A private upstream of somebody else, for a private fork whose owner may read it. */
export async function apart({ sandbox, github, octo }: Stage): Promise<void> {
  sandbox.createOrg('deep');
  await sandbox.createRepository({ owner: 'deep', name: 'secret', private: true, files: { 'README.md': 'hello\n' } });
  sandbox.grant('deep/secret', 'octo', 'pull');
  await sandbox.fork({ source: 'deep/secret', owner: 'octo' });
  const end = (owner: string) => ({ ...sandbox.repository(`${owner}/secret`), owner, name: 'secret', branch: 'main' });
  const target = { installationId: octo, fork: end('octo'), upstream: end('deep') };
  const upstreamInstallationId = sandbox.install('deep', ['deep/secret']);
  const seen = must(await createGateway({ github }).observe({ ...target, upstreamInstallationId }));
  must(seen.apart?.denied === null);
}

/** A pull request merged by our own code, once what keeps it from that is gone. */
export async function merging({ sandbox, github, octo }: Stage): Promise<void> {
  const gateway = createGateway({ github });
  const sha = await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' } });
  const end = (owner: string) => ({ ...sandbox.repository(`${owner}/hello`), owner, name: 'hello', branch: 'main' });
  const target = { installationId: octo, fork: end('octo'), upstream: end('up') };
  const ids = { forkNodeId: '', upstreamNodeId: '', upstreamPrivate: false };
  await gateway.openPull({ ...target, ...ids, title: 'Sync', body: 'One commit', draft: false });
  sandbox.requireChecks('octo/hello', 'main', ['ci']);
  await sandbox.runCheck('octo/hello', sha, { name: 'ci', conclusion: 'failure' });
  await sandbox.runCheck('octo/hello', sha, { name: 'lint' });
  const order = { ...target, number: 1, sha, method: 'squash' as const, title: 'Merge main', message: 'One commit' };
  const settings = { pullRequest: { head: 'upstream' as const, merge: 'squash' as const } };
  const look = async () => must(await gateway.observe({ ...target, settings }));
  for (let seen = await look(); seen.checks === null; seen = await look());
  must((await look()).checks?.failed.includes('ci'));
  must('merged' in must(await gateway.mergePull(order)));
  await sandbox.runCheck('octo/hello', sha, { name: 'ci', conclusion: 'success' });
  const merged = must(await gateway.mergePull(order));
  must('merged' in merged && merged.merged);
}

/** What our own code puts on a pull request, and tells on a commit. */
export async function tells({ sandbox, github, octo }: Stage): Promise<void> {
  const gateway = createGateway({ github });
  const place = { installationId: octo, fork };
  await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' } });
  const { number } = await sandbox.openPull({
    repo: 'octo/hello',
    head: 'up:main',
    base: 'main',
    by: 'octo',
    title: 'Sync',
  });
  const [baseSha, headSha] = ['octo/hello', 'up/hello'].map((name) => sandbox.head(name, 'main') ?? '');
  must(await gateway.readRange({ ...place, baseSha: baseSha ?? '', headSha: headSha ?? '' }));
  for (const may of [false, true]) {
    const person = sandbox.createUser(may ? 'pusher' : 'passer-by');
    if (may) sandbox.grant('octo/hello', person.login, 'push');
    must((await gateway.mayPush({ ...place, person })) === may);
  }
  must(await gateway.readPullBody({ ...place, number }));
  must(await gateway.rewritePull({ ...place, number, body: 'One commit' }));
  must(await gateway.addLabels({ ...place, number, labels: ['more'] }));
  must(await gateway.removeLabel({ ...place, number, label: 'more' }));
  must(await gateway.labelPull({ ...place, number, labels: ['upstream'], assignees: ['octo'] }));
  must(await gateway.requestReviewers({ ...place, number, reviewers: ['mona'], teams: [] }));
  const tip = await sandbox.commit('octo/hello', 'main', { files: { 'own.txt': 'own\n' } });
  const at = { ...place, headSha: tip, name: 'Backstroke', externalId: 'link-1' };
  const text = { conclusion: 'action_required' as const, title: 'Title', summary: 'Summary' };
  const { id } = must(must(await gateway.createCheckRun({ ...at, ...text, annotations: [] })));
  must(await gateway.findCheckRun(at));
  must(await gateway.changeCheckRun({ ...place, id, ...text, conclusion: 'success' }));
}
