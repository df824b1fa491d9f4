import { createGateway } from '../../../../src/github/gateway.ts';
import { fork, openPull } from '../../support.ts';
import { must } from '../must.ts';
import type { Stage } from '../stage.ts';

const one = '/repos/{owner}/{repo}/pulls/{pull_number}';
const issue = '/repos/{owner}/{repo}/issues/{issue_number}';

/** What the worker asks for one link, its fork and upstream of two owners and then of one. */
export async function worker({ sandbox, github, octo }: Stage): Promise<void> {
  const gateway = createGateway({ github });
  await sandbox.fork({ source: 'octo/hello', owner: 'octo', name: 'second' });
  await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' } });
  await sandbox.commit('octo/hello', 'main', { files: { 'b.txt': 'b\n' } });
  for (const [forkName, upstreamName] of [
    ['octo/hello', 'up/hello'],
    ['octo/second', 'octo/hello'],
  ] as const) {
    const target = { installationId: octo, fork: end(sandbox, forkName), upstream: end(sandbox, upstreamName) };
    const seen = must(await gateway.observe(target));
    const ids = { forkNodeId: must(seen.fork).nodeId, upstreamNodeId: must(seen.upstream).nodeId };
    const order = { ...target, ...ids, upstreamPrivate: false, title: 'Sync', body: 'Two commits', draft: true };
    const opened = must(await gateway.openPull(order));
    must('exists' in must(await gateway.openPull(order)));
    must(await gateway.findOpenPull(target));
    must('number' in opened && (await gateway.closePull({ ...target, number: opened.number, body: 'Replaced' })));
  }
}

/** What the worker asks besides: what is put on its pull request, and how it tells that a person is needed. */
export async function dressing({ sandbox, github, octo }: Stage): Promise<void> {
  const gateway = createGateway({ github });
  sandbox.createLabel('octo/hello', 'upstream', { description: 'From upstream' });
  await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' } });
  const target = { installationId: octo, fork: end(sandbox, 'octo/hello'), upstream: end(sandbox, 'up/hello') };
  const ids = { forkNodeId: '', upstreamNodeId: '', upstreamPrivate: false };
  await gateway.openPull({ ...target, ...ids, title: 'Sync', body: 'One commit', draft: false });
  const place = { ...target, number: 1 };
  must(await gateway.labelPull({ ...place, labels: ['upstream'], assignees: ['mona'] }));
  must(await gateway.requestReviewers({ ...place, reviewers: ['mona'], teams: [] }));
  const headSha = sandbox.head('octo/hello', 'main') ?? '';
  const text = { conclusion: 'action_required' as const, title: 'A person is needed', summary: 'For `this`.' };
  const run = { ...target, ...text, name: 'Backstroke', headSha, externalId: 'link', annotations: [] };
  must((await gateway.findCheckRun(run)) === null);
  const { id } = must(await gateway.createCheckRun(run));
  must(await gateway.findCheckRun(run));
  must(await gateway.changeCheckRun({ ...run, id, conclusion: 'success' }));
}

/** A pull request's life. */
export async function pulls({ sandbox, asOcto }: Stage): Promise<void> {
  await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' } });
  await openPull(asOcto, { draft: true, body: 'From upstream' });
  const pull = { ...fork, pull_number: 1 };
  await asOcto.request(`GET ${one}`, pull);
  const list = { ...fork, head: 'up:main', base: 'main', sort: 'updated', direction: 'desc', per_page: 1 } as const;
  await asOcto.request('GET /repos/{owner}/{repo}/pulls', { ...list, state: 'all' });
  await asOcto.request(`PATCH ${one}`, { ...pull, title: 'Another title', body: '', state: 'closed' });
  await asOcto.request(`PATCH ${one}`, { ...pull, state: 'open' });
  await sandbox.commit('up/hello', 'next', { files: { 'b.txt': 'b\n' } });
  await openPull(asOcto, { head: 'up:next' });
  const second = { ...fork, pull_number: 2 };
  await asOcto.request(`PUT ${one}/merge`, { ...second, merge_method: 'squash', commit_title: 'Next' });
  await asOcto.request(`GET ${one}`, second);
}

/** What is put on a pull request: labels, assignees, reviewers, comments. */
export async function issues({ sandbox, asOcto }: Stage): Promise<void> {
  sandbox.createLabel('octo/hello', 'upstream', { color: '112233', description: 'From upstream' });
  await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' } });
  await openPull(asOcto);
  const at = { ...fork, issue_number: 1 };
  await asOcto.request(`GET ${issue}`, at);
  await asOcto.request(`POST ${issue}/labels`, { ...at, labels: ['upstream', 'made on the fly'] });
  await asOcto.request(`GET ${issue}/labels`, at);
  await asOcto.request('GET /repos/{owner}/{repo}/labels/{name}', { ...fork, name: 'made on the fly' });
  await asOcto.request(`DELETE ${issue}/labels/{name}`, { ...at, name: 'made on the fly' });
  await asOcto.request(`PATCH ${issue}`, { ...at, labels: ['bug'], assignees: ['mona'] });
  await asOcto.request(`POST ${issue}/assignees`, { ...at, assignees: ['octo', 'stranger'] });
  await asOcto.request(`POST ${issue}/comments`, { ...at, body: 'A comment' });
  await asOcto.request(`GET ${issue}/comments`, at);
  const pull = { ...fork, pull_number: 1 };
  await asOcto.request(`POST ${one}/requested_reviewers`, { ...pull, reviewers: ['mona'] });
  await asOcto.request(`GET ${one}/requested_reviewers`, pull);
  await asOcto.request(`GET ${one}`, pull);
}

/** Teams review where an organization owns the fork. */
export async function teams({ sandbox, up, asUp }: Stage): Promise<void> {
  await sandbox.fork({ source: 'octo/hello', owner: 'up', name: 'again' });
  sandbox.addRepositories(up, ['up/again']);
  sandbox.setPermissions(up, { pull_requests: 'write', members: 'read' });
  sandbox.createTeam('up', 'maintainers', ['up/again']);
  await sandbox.commit('octo/hello', 'main', { files: { 'a.txt': 'a\n' } });
  const again = { owner: 'up', repo: 'again' };
  await openPull(asUp, { ...again, head: 'octo:main' });
  const asked = { ...again, pull_number: 1, team_reviewers: ['maintainers'] };
  await asUp.request(`POST ${one}/requested_reviewers`, asked);
  await asUp.request(`GET ${one}/requested_reviewers`, { ...again, pull_number: 1 });
}

function end(sandbox: Stage['sandbox'], fullName: string) {
  const { id, owner, name } = sandbox.repository(fullName);
  return { id, owner, name, branch: 'main' };
}
