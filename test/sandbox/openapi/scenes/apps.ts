import { listAttempts, redeliver } from '../../../../src/github/deliveries.ts';
import {
  getApp,
  getAppPage,
  getInstallation,
  listInstallations,
  listRepositories,
} from '../../../../src/github/installations.ts';
import { hasBranch, listBranches } from '../../../../src/github/network.ts';
import {
  checkToken,
  listInstalled,
  listOwned,
  listPushable,
  readPermission,
  readRepository,
} from '../../../../src/github/users.ts';
import { fork } from '../../support.ts';
import { must } from '../must.ts';
import type { Stage } from '../stage.ts';

/** The App and where it is installed. */
export async function installations({ sandbox, github, octo, app, asOcto, asUp }: Stage): Promise<void> {
  sandbox.suspend(sandbox.install('mona', 'all'));
  must(await getApp(github.asApp()));
  must(await getAppPage(github.asApp()));
  const seen: unknown[] = [];
  for await (const one of listInstallations(github.asApp())) seen.push(must(one));
  must(seen.length === 3);
  must(await getInstallation(github.asApp(), octo));
  must(await listRepositories(github.asInstallation(octo)));
  await asUp.request('GET /installation/repositories');
  await app.request('GET /app/installations', { per_page: 1, page: 2 });
  const { id } = sandbox.repository('octo/hello');
  await app.request('POST /app/installations/{installation_id}/access_tokens', {
    installation_id: octo,
    repository_ids: [id],
    permissions: { contents: 'read' },
  });
  await app.request('GET /repos/{owner}/{repo}/installation', fork);
  await app.request('GET /users/{username}/installation', { username: 'octo' });
  await app.request('GET /orgs/{org}/installation', { org: 'up' });
  await asOcto.request('GET /rate_limit');
  await asOcto.request('GET /meta');
}

/** Deliveries, as they are fetched back. */
export async function deliveries({ sandbox, github, app }: Stage): Promise<void> {
  await sandbox.settled();
  await sandbox.commit('octo/hello', 'main', { files: { 'own.txt': 'own\n' } });
  sandbox.webhooks.fail(1);
  sandbox.renameRepository('octo/hello', 'hallo');
  await sandbox.settled();
  const attempts = must(await listAttempts(github.asApp(), new Date(0)));
  const lost = must(attempts.find((attempt) => !attempt.delivered));
  must(await redeliver(github.asApp(), lost.id));
  await app.request('GET /app/hook/deliveries', { per_page: 1, status: 'failure' });
  await app.request('GET /app/hook/deliveries/{delivery_id}', { delivery_id: lost.id });
  await app.request('GET /app/hook/config');
}

/** People and what they may do. */
export async function people(stage: Stage): Promise<void> {
  const { sandbox, github, octo, asMona, asOcto, monaToken } = stage;
  const { clientId, clientSecret } = sandbox;
  must(await checkToken(github, { clientId, clientSecret, token: monaToken }));
  must((await checkToken(github, { clientId, clientSecret, token: 'ghu_nobody' })) === null);
  must(await readPermission(github.asUser(monaToken), { owner: 'octo', name: 'hello' }));
  const seen = must(await readRepository(github.asUser(monaToken), { owner: 'octo', name: 'hello' }));
  must(seen.parent?.owner === 'up' && seen.permissions.push);
  must(must(await listBranches(github.asUser(monaToken), seen, 1)).length === 1);
  must(await hasBranch(github.asInstallation(octo), seen, 'main'));
  must((await hasBranch(github.asInstallation(octo), seen, 'no/branch')) === false);
  must(must(await listPushable(github.asUser(monaToken))).length === 1);
  must(must(await listInstalled(github.asUser(monaToken), octo))?.length === 1);
  must(must(await listOwned(github.asUser(monaToken), 'octo')).length === 1);
  await asMona.request('GET /user');
  await asMona.request('GET /user/installations/{installation_id}/repositories', { installation_id: octo });
  await asOcto.request('GET /users/{username}', { username: 'octo' });
  await asOcto.request('GET /users/{username}', { username: 'backstroke[bot]' });
  await asOcto.request('GET /users/{username}', { username: 'up' });
  for (const username of ['octo', 'mona', 'stranger'])
    await asOcto.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', { ...fork, username });
  await github.asOAuthApp({ clientId, clientSecret }).request('DELETE /applications/{client_id}/token', {
    client_id: clientId,
    access_token: monaToken,
  });
}
