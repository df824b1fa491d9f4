import { verify } from '@octokit/webhooks-methods';
import { expect, test } from 'vitest';
import { asApp, asInstallation, openPull, sandboxWithFork, startReceiver } from './support.ts';

async function ready() {
  const receiver = await startReceiver();
  const sandbox = await sandboxWithFork({ webhook: receiver.target });
  const installationId = sandbox.install('octo', ['octo/hello']);
  await sandbox.settled();
  return { receiver, sandbox, installationId };
}

test('deliveries are signed and carry what GitHub sends', async () => {
  const { receiver, sandbox, installationId } = await ready();
  const before = sandbox.head('octo/hello', 'main');
  const after = await sandbox.commit('octo/hello', 'main', { files: { '.github/backstroke.yml': 'version: 1\n' } });
  await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  await sandbox.settled();
  expect(receiver.names()).toEqual(['installation.created', 'push']);
  for (const { headers, body } of receiver.received) {
    expect(await verify('keep it', body, headers['x-hub-signature-256'] ?? '')).toBe(true);
    expect(headers['x-github-delivery']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['user-agent']).toMatch(/^GitHub-Hookshot\//);
  }
  const payload = JSON.parse(receiver.received[1]?.body ?? '');
  expect(payload).toMatchObject({
    ref: 'refs/heads/main',
    before,
    after,
    created: false,
    deleted: false,
    forced: false,
    commits: [{ id: after, added: ['.github/backstroke.yml'], modified: [], removed: [] }],
    head_commit: { id: after },
    pusher: { name: 'octo' },
    repository: { full_name: 'octo/hello', fork: true },
    sender: { login: 'octo', type: 'User' },
    installation: { id: installationId },
  });
});

test('pull requests, repositories and installations are told of, unless the event is lost', async () => {
  const { receiver, sandbox, installationId } = await ready();
  const octokit = asInstallation(sandbox, installationId);
  await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  await openPull(octokit);
  await sandbox.commit('up/hello', 'main', { files: { a: '2' } });
  sandbox.closePull('octo/hello', 1, 'octo', { silent: true });
  sandbox.reopenPull('octo/hello', 1, 'octo');
  await sandbox.mergePull('octo/hello', 1, { by: 'octo' });
  sandbox.renameRepository('octo/hello', 'hallo');
  sandbox.removeRepositories(installationId, ['octo/hallo']);
  sandbox.suspend(installationId);
  sandbox.unsuspend(installationId, { silent: true });
  sandbox.uninstall(installationId);
  await sandbox.settled();
  expect(receiver.names().sort()).toEqual([
    'installation.created',
    'installation.deleted',
    'installation.suspend',
    'installation_repositories.removed',
    'pull_request.closed',
    'pull_request.opened',
    'pull_request.reopened',
    'pull_request.synchronize',
    'push',
    'repository.renamed',
  ]);
});

test('failed deliveries are recorded, listed page by page, and sent again under the same id', async () => {
  const { receiver, sandbox } = await ready();
  await sandbox.settled();
  receiver.answer.status = 503;
  await sandbox.commit('octo/hello', 'main', { files: { a: '1' } });
  await sandbox.settled();
  const app = asApp(sandbox);
  const { data, headers } = await app.request('GET /app/hook/deliveries', { per_page: 1 });
  expect(data).toMatchObject([{ event: 'push', status_code: 503, status: 'Invalid HTTP Response: 503' }]);
  const cursor = /cursor=([^&>]+)/.exec(headers.link ?? '')?.[1] ?? '';
  const older = await app.request('GET /app/hook/deliveries', { per_page: 1, cursor });
  expect(older.data).toMatchObject([{ event: 'installation', status: 'OK' }]);
  expect(older.headers.link).toBeUndefined();
  receiver.answer.status = 200;
  const attempt = 'POST /app/hook/deliveries/{delivery_id}/attempts';
  expect((await app.request(attempt, { delivery_id: Number(data[0]?.id) })).status).toBe(202);
  await sandbox.settled();
  const guids = receiver.received.map((one) => one.headers['x-github-delivery']);
  expect(guids[2]).toBe(guids[1]);
  expect(sandbox.deliveries().at(-1)).toMatchObject({ redelivery: true, status: 'OK' });
});

test('deliveries can be paused, doubled, reordered, lost and refused', async () => {
  const { receiver, sandbox } = await ready();
  await sandbox.settled();
  const push = (content: string) => sandbox.commit('octo/hello', 'main', { files: { a: content }, message: content });
  const messages = () =>
    receiver.received
      .slice(1)
      .map(({ body }) => (JSON.parse(body) as { commits: { message: string }[] }).commits[0]?.message);
  sandbox.webhooks.pause();
  await push('paused');
  await sandbox.settled();
  expect(messages()).toEqual([]);
  sandbox.webhooks.resume();
  await sandbox.settled();
  sandbox.webhooks.double(true);
  await push('twice');
  sandbox.webhooks.double(false);
  await sandbox.settled();
  expect(messages()).toEqual(['paused', 'twice', 'twice']);
  sandbox.webhooks.pause();
  sandbox.webhooks.reorder(true);
  await push('first');
  await push('second');
  sandbox.webhooks.resume();
  await sandbox.settled();
  sandbox.webhooks.reorder(false);
  expect(messages().slice(3)).toEqual(['second', 'first']);
  sandbox.webhooks.drop(1);
  await push('lost');
  sandbox.webhooks.fail(1);
  await push('refused');
  await sandbox.settled();
  expect(messages()).toHaveLength(5);
  expect(sandbox.deliveries().at(-1)).toMatchObject({ status: 'failed to connect to host', event: 'push' });
});
