import { createGitHub } from '../../../../src/github/app.ts';
import { getApp, getInstallation } from '../../../../src/github/installations.ts';
import { asInstallation, failure, fork, openPull, withToken } from '../../support.ts';
import { must } from '../must.ts';
import type { Stage } from '../stage.ts';

const repo = '/repos/{owner}/{repo}';
const run = { ...fork, name: 'backstroke' };

/** Asks for something that must be refused with this status. */
async function refused(status: number, request: Promise<unknown>): Promise<void> {
  const answer = await failure(request);
  if (answer.status !== status)
    throw new Error(`${answer.status} instead of ${status}: ${JSON.stringify(answer.data)}`);
}

/** 401: nobody, or somebody whose credentials are wrong. */
export async function unknownCallers({ sandbox, nobody }: Stage): Promise<void> {
  const baseUrl = `${sandbox.url}/api/v3`;
  const foreign = createGitHub({ appId: 1, privateKey: sandbox.privateKey, baseUrl });
  must('refused' in (await getApp(foreign.asApp())));
  for (const token of ['ghs_wrong', 'ghu_wrong', 'not.a.jwt']) {
    const octokit = withToken(sandbox, token);
    await refused(401, octokit.request(`GET ${repo}`, fork));
    await refused(401, octokit.request('GET /user'));
    await refused(401, octokit.request('GET /app/installations'));
  }
  await refused(401, nobody.request('GET /user'));
  await refused(401, openPull(nobody));
  await refused(401, nobody.request(`POST ${repo}/git/refs`, { ...fork, ref: 'refs/heads/a', sha: 'a'.repeat(40) }));
}

/** 403: the permission is missing, or the installation is suspended. */
export async function missingPermissions({ sandbox, app, up, asUp }: Stage): Promise<void> {
  const hello = { owner: 'up', repo: 'hello' };
  const sha = sandbox.head('up/hello', 'main') ?? '';
  await sandbox.commit('octo/hello', 'main', { files: { a: '1' } });
  await sandbox.openPull({ repo: 'up/hello', head: 'octo:main', base: 'main', by: 'octo' });
  const issue = { ...hello, issue_number: 1 };
  await refused(403, openPull(asUp, { ...hello, head: 'octo:main' }));
  await refused(403, asUp.request(`PATCH ${repo}/pulls/{pull_number}`, { ...hello, pull_number: 1, state: 'closed' }));
  await refused(403, asUp.request(`GET ${repo}/contents/{path}`, { ...hello, path: 'README.md' }));
  await refused(403, asUp.request(`POST ${repo}/check-runs`, { ...hello, name: 'a', head_sha: sha }));
  await refused(403, asUp.request(`POST ${repo}/git/refs`, { ...hello, ref: 'refs/heads/a', sha }));
  await refused(403, asUp.request(`POST ${repo}/merges`, { ...hello, base: 'main', head: sha }));
  await refused(403, asUp.request(`POST ${repo}/issues/{issue_number}/labels`, { ...issue, labels: ['bug'] }));
  await refused(403, asUp.request(`POST ${repo}/issues/{issue_number}/assignees`, { ...issue, assignees: ['octo'] }));
  await refused(403, asUp.request('GET /user'));
  sandbox.setPermissions(up, { pull_requests: 'write' });
  const labels = `POST ${repo}/issues/{issue_number}/labels` as const;
  await refused(403, asInstallation(sandbox, up).request(labels, { ...issue, labels: ['new'] }));
  sandbox.suspend(up);
  await refused(403, asUp.request(`GET ${repo}`, hello));
  const mint = 'POST /app/installations/{installation_id}/access_tokens';
  await refused(403, app.request(mint, { installation_id: up }));
}

/** 404: it is not there, or not to be seen; 301 and 304: it is elsewhere, or as it was. */
export async function notThere({ sandbox, github, app, asOcto, asUp }: Stage): Promise<void> {
  await sandbox.createRepository({ owner: 'octo', name: 'secret', private: true });
  must((await getInstallation(github.asApp(), 1)) === null);
  await refused(404, asUp.request(`GET ${repo}`, { owner: 'octo', repo: 'secret' }));
  await refused(404, asOcto.request(`GET ${repo}/branches/{branch}`, { ...fork, branch: 'gone' }));
  await refused(404, asOcto.request(`GET ${repo}/git/ref/{ref}`, { ...fork, ref: 'heads/gone' }));
  await refused(404, asOcto.request(`GET ${repo}/git/trees/{tree_sha}`, { ...fork, tree_sha: 'f'.repeat(40) }));
  await refused(404, asOcto.request(`GET ${repo}/contents/{path}`, { ...fork, path: 'gone.md' }));
  await refused(404, asOcto.request(`GET ${repo}/compare/{basehead}`, { ...fork, basehead: 'main...up:gone' }));
  await refused(404, asOcto.request(`GET ${repo}/pulls/{pull_number}`, { ...fork, pull_number: 9 }));
  await refused(404, asOcto.request(`GET ${repo}/issues/{issue_number}`, { ...fork, issue_number: 9 }));
  await refused(404, asOcto.request(`GET ${repo}/labels/{name}`, { ...fork, name: 'gone' }));
  await refused(
    404,
    asOcto.request(`PATCH ${repo}/check-runs/{check_run_id}`, { ...fork, check_run_id: 9, status: 'queued' }),
  );
  await refused(404, asOcto.request(`POST ${repo}/merges`, { ...fork, base: 'gone', head: 'main' }));
  await refused(404, app.request('GET /app/hook/deliveries/{delivery_id}', { delivery_id: 9 }));
  await refused(404, app.request(`GET ${repo}/installation`, { owner: 'mona', repo: 'gone' }));
  const headers = { accept: 'application/vnd.github.sha', 'if-none-match': `"${sandbox.head('octo/hello', 'main')}"` };
  await refused(304, asOcto.request(`GET ${repo}/commits/{ref}`, { ...fork, ref: 'heads/main', headers }));
  sandbox.renameRepository('octo/hello', 'hallo');
  const request = { redirect: 'manual' } as const;
  await asOcto.request(`GET ${repo}`, { ...fork, request });
  await asOcto.request(`PATCH ${repo}/issues/{issue_number}`, { ...fork, issue_number: 1, state: 'closed', request });
}

/** 405, 409 and 422 of pull requests and what is put on them. */
export async function invalidPulls({ sandbox, asOcto }: Stage): Promise<void> {
  await refused(422, openPull(asOcto));
  await sandbox.commit('octo/hello', 'main', { files: { 'README.md': 'ours\n' } });
  await sandbox.commit('up/hello', 'main', { files: { 'README.md': 'theirs\n' } });
  await openPull(asOcto);
  for (const more of [{}, { head: 'up:gone' }, { base: 'gone' }, { maintainer_can_modify: true }, { title: '' }])
    await refused(422, openPull(asOcto, more));
  const pull = { ...fork, pull_number: 1 };
  const issue = { ...fork, issue_number: 1 };
  await refused(422, asOcto.request(`PATCH ${repo}/pulls/{pull_number}`, { ...pull, base: 'gone' }));
  await refused(409, asOcto.request(`PUT ${repo}/pulls/{pull_number}/merge`, { ...pull, sha: 'a'.repeat(40) }));
  await refused(405, asOcto.request(`PUT ${repo}/pulls/{pull_number}/merge`, pull));
  const reviewers = `POST ${repo}/pulls/{pull_number}/requested_reviewers` as const;
  await refused(422, asOcto.request(reviewers, { ...pull, reviewers: ['mona', 'stranger'] }));
  await refused(422, asOcto.request(reviewers, { ...pull, team_reviewers: ['maintainers'] }));
  const labels = ['a'.repeat(51)];
  await refused(422, asOcto.request(`POST ${repo}/issues/{issue_number}/labels`, { ...issue, labels }));
}

/** 422 for a team that the App may not see. */
export async function unseenTeams({ sandbox, up, asUp }: Stage): Promise<void> {
  sandbox.setPermissions(up, { pull_requests: 'write' });
  sandbox.createTeam('up', 'maintainers', ['up/hello']);
  await sandbox.commit('octo/hello', 'main', { files: { a: '1' } });
  await sandbox.openPull({ repo: 'up/hello', head: 'octo:main', base: 'main', by: 'octo' });
  const asked = { owner: 'up', repo: 'hello', pull_number: 1, team_reviewers: ['maintainers'] };
  await refused(422, asUp.request(`POST ${repo}/pulls/{pull_number}/requested_reviewers`, asked));
}

/** 409 and 422 of references, merges, tokens and check runs. */
export async function invalidWrites({ sandbox, app, octo, asOcto }: Stage): Promise<void> {
  const before = sandbox.head('octo/hello', 'main') ?? '';
  const sha = await sandbox.commit('octo/hello', 'main', { files: { 'README.md': 'ours\n' } });
  const head = await sandbox.commit('up/hello', 'main', { files: { 'README.md': 'theirs\n' } });
  const refs = `${repo}/git/refs` as const;
  await refused(422, asOcto.request(`POST ${refs}`, { ...fork, ref: 'refs/heads/main', sha }));
  await refused(422, asOcto.request(`POST ${refs}`, { ...fork, ref: 'refs/heads/new', sha: 'f'.repeat(40) }));
  await refused(422, asOcto.request(`PATCH ${refs}/{ref}`, { ...fork, ref: 'heads/main', sha: before }));
  await refused(422, asOcto.request(`DELETE ${refs}/{ref}`, { ...fork, ref: 'heads/gone' }));
  await refused(422, asOcto.request(`GET ${repo}/commits/{ref}`, { ...fork, ref: 'gone' }));
  await refused(409, asOcto.request(`POST ${repo}/merges`, { ...fork, base: 'main', head }));
  await refused(409, asOcto.request(`POST ${repo}/merge-upstream`, { ...fork, branch: 'main' }));
  const mint = 'POST /app/installations/{installation_id}/access_tokens';
  await refused(422, app.request(mint, { installation_id: octo, repository_ids: [1] }));
  await refused(422, app.request(mint, { installation_id: octo, permissions: { administration: 'write' } }));
  const one = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'Look' } as const;
  const output = { title: 'Many', summary: 'Many', annotations: Array.from({ length: 51 }, () => one) };
  await refused(422, asOcto.request(`POST ${repo}/check-runs`, { ...run, head_sha: sha, output }));
  await refused(422, asOcto.request(`POST ${repo}/check-runs`, { ...run, head_sha: 'f'.repeat(40) }));
}
