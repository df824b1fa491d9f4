import { chmod, cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from '../../src/local/port.ts';
import { startSandbox } from '../../src/sandbox/start.ts';
import { eventually } from '../support/ring.ts';
import { type Program, startProgram } from './program.ts';

let dir: string;
let programs: Program[];

beforeEach(async () => {
  programs = [];
  dir = await mkdtemp(join(tmpdir(), 'backstroke-all-'));
  await chmod(dir, 0o755);
});
afterEach(async () => {
  await Promise.all(programs.map((program) => program.end()));
  await rm(dir, { recursive: true, force: true });
});

function start(env: Record<string, string>): Program {
  const program = startProgram('all.js', { cwd: dir, env: { LOG_FORMAT: 'json', ...env } });
  programs.push(program);
  return program;
}

it('is the real thing in one process, and keeps its data', async () => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const secret = 'a-secret-of-this-test';
  const github = await startSandbox({ webhook: { url: `${url}/api/github/webhooks`, secret } });
  const env = {
    APP_ID: String(github.appId),
    PRIVATE_KEY: github.privateKey,
    WEBHOOK_SECRET: secret,
    GHE_HOST: github.host,
    GHE_PROTOCOL: 'http',
    GITHUB_CLIENT_ID: github.clientId,
    GITHUB_CLIENT_SECRET: github.clientSecret,
    SESSION_SECRET: 'a session secret of this test alone',
    PORT: String(port),
    DISPATCH_CRON: '* * * * * *',
    DATA_DIR: join(dir, 'data'),
  };
  try {
    github.createOrg('up');
    github.createUser('octo');
    await github.createRepository({ owner: 'up', name: 'hello' });
    await github.fork({ source: 'up/hello', owner: 'octo' });
    const headers = { authorization: `Bearer ${github.createUserToken('octo')}` };
    const link = async () => {
      const answer = (await (await fetch(`${url}/v1/links`, { headers })).json()) as {
        data?: { id: string; state: string }[];
      };
      return answer.data?.[0];
    };

    const first = start(env);
    await first.says(/Backstroke runs/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    github.install('octo', ['octo/hello']);
    github.install('up', ['up/hello']);
    await eventually(async () => (await link())?.state === 'in-sync');
    await github.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' } });
    await eventually(() => github.pulls('octo/hello').length === 1);
    const before = await eventually(async () => ((await link())?.state === 'pull-open' ? link() : null));
    await ends(first);

    const second = start(env);
    await second.says(/Backstroke runs/);
    expect(await link()).toMatchObject({ id: before.id, pullRequest: { number: 1 } });
    await ends(second);
  } finally {
    await github.stop();
  }
});

async function ends(program: Program): Promise<void> {
  const from = Date.now();
  program.signal('SIGTERM');
  expect(await program.exited).toEqual({ code: 0, signal: null });
  expect(Date.now() - from).toBeLessThan(20_000);
}

it('names everything that is wrong at once', async () => {
  const program = start({ APP_ID: 'Iv1.abc', PORT: 'x' });
  expect((await program.exited).code).toBe(1);
  const output = program.output();
  for (const name of ['APP_ID', 'PORT', 'WEBHOOK_SECRET', 'PRIVATE_KEY']) expect(output).toContain(name);
});

const appYml = fileURLToPath(new URL('../../app.yml', import.meta.url));

it('offers to create the App on 127.0.0.1 alone when there is none', async () => {
  await cp(appYml, join(dir, 'app.yml'));
  const port = await freePort();
  const github = createServer((request, response) => {
    expect(request.url).toBe('/api/v3/app-manifests/a-code/conversions');
    const made = {
      id: 7,
      client_id: 'Iv1',
      client_secret: 's',
      webhook_secret: 'w',
      pem: 'A\nB',
      html_url: 'http://gh/app',
    };
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(made));
  });
  await new Promise<void>((resolve) => github.listen(0, '127.0.0.1', resolve));
  const address = github.address();
  const ghe = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const program = start({
    PORT: String(port),
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://sync.example',
    GHE_HOST: ghe,
    GHE_PROTOCOL: 'http',
  });
  try {
    await program.says(/There is no GitHub App yet/);
    const page = await (await fetch(`http://127.0.0.1:${port}/probot`)).text();
    expect(page).toContain('"default_permissions":{"metadata":"read","contents":"write"');
    expect(page).toContain('https://sync.example/api/github/webhooks');
    expect(page).toContain('"callback_urls":["https://sync.example/login/callback"]');
    expect(page).toContain('"setup_url":"https://sync.example/installed","setup_on_update":true');
    expect(page).toContain(`http://${ghe}/settings/apps/new`);
    await refusesStrangers(port);

    // GitHub hands the state back; a link on some other page does not know it.
    const setup = `http://127.0.0.1:${port}/probot/setup?code=a-code`;
    expect((await fetch(setup, { redirect: 'manual' })).status).toBe(403);
    const state = /settings\/apps\/new\?state=([0-9a-f]{40})"/.exec(page)?.[1];
    const made = await fetch(`${setup}&state=${state}`, { redirect: 'manual' });
    expect(made.headers.get('location')).toBe('http://gh/app/installations/new');
    const file = await readFile(join(dir, '.env'), 'utf8');
    expect(file).toMatch(/APP_ID=7\nPRIVATE_KEY="A\\nB"\nWEBHOOK_SECRET=w/);
    expect(file).toMatch(/PUBLIC_URL=https:\/\/sync\.example\nSESSION_SECRET=[0-9a-f]{64}$/);
    // GitHub sends the browser there before this was started again.
    const installed = await fetch(`http://127.0.0.1:${port}/installed?installation_id=1&setup_action=install`);
    expect({ status: installed.status, text: await installed.text() }).toEqual({
      status: 503,
      text: expect.stringContaining('start it again, and reload this page'),
    });
    expect((await stat(join(dir, '.env'))).mode & 0o777).toBe(0o600);
    await program.says(/start it again/);
    await ends(program);
  } finally {
    github.close();
  }
});

async function refusesStrangers(port: number): Promise<void> {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((one) => one && !one.internal && one.family === 'IPv4');
  if (outside) await expect(fetch(`http://${outside.address}:${port}/probot`)).rejects.toThrow();
  const body = JSON.stringify({ appId: '1', pem: 'p', webhook_secret: 's' });
  const origin = 'https://elsewhere.example';
  const posted = await fetch(`http://127.0.0.1:${port}/probot/import`, { method: 'POST', body, headers: { origin } });
  expect(posted.status).toBe(403);
}
