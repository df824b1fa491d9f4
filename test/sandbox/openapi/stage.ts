import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Octokit } from '@octokit/core';
import { createGitHub, type GitHub } from '../../../src/github/app.ts';
import type { Delivery } from '../../../src/sandbox/delivery.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start.ts';
import { asApp, asInstallation, withToken } from '../support.ts';
import { type Exchange, record } from './recorder.ts';

/** A sandbox with a fork, people and two installations, and every way to ask it something. */
export interface Stage {
  sandbox: Sandbox;
  /** Our own clients. */
  github: GitHub;
  /** On `octo`, everything the App asks for and `issues: write`. */
  octo: number;
  /** On `up`, of which `up/hello` alone; may read, and nothing else. */
  up: number;
  app: Octokit;
  asOcto: Octokit;
  asUp: Octokit;
  /** A person who can push to `octo/hello`. */
  asMona: Octokit;
  monaToken: string;
  nobody: Octokit;
}

export interface Played {
  exchanges: Exchange[];
  deliveries: Delivery[];
}

/** Runs a scene on a stage of its own: what was asked, answered and delivered meanwhile. */
export async function play(scene: (stage: Stage) => Promise<void>): Promise<Played> {
  const receiver = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const sandbox = await startSandbox({ webhook: { url: `http://127.0.0.1:${port}/`, secret: 'keep it' } });
  const recording = record(`${sandbox.url}/api/v3`);
  try {
    await scene(await openStage(sandbox));
    await sandbox.settled();
    return { exchanges: recording.exchanges, deliveries: sandbox.deliveries() };
  } finally {
    recording.stop();
    await sandbox.stop();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  }
}

async function openStage(sandbox: Sandbox): Promise<Stage> {
  const { appId, privateKey, url } = sandbox;
  const baseUrl = `${url}/api/v3`;
  sandbox.createOrg('up');
  for (const login of ['octo', 'mona', 'stranger']) sandbox.createUser(login);
  await sandbox.createRepository({ owner: 'up', name: 'hello', files: { 'README.md': 'hello\n' } });
  await sandbox.fork({ source: 'up/hello', owner: 'octo' });
  sandbox.grant('octo/hello', 'mona', 'push');
  const all = { contents: 'write', pull_requests: 'write', checks: 'write', workflows: 'write', issues: 'write' };
  const octo = sandbox.install('octo', 'all', all);
  const up = sandbox.install('up', ['up/hello'], {});
  const monaToken = sandbox.createUserToken('mona');
  return {
    sandbox,
    github: createGitHub({ appId, privateKey, baseUrl }),
    octo,
    up,
    app: asApp(sandbox),
    asOcto: asInstallation(sandbox, octo),
    asUp: asInstallation(sandbox, up),
    asMona: withToken(sandbox, monaToken),
    monaToken,
    nobody: new Octokit({ baseUrl }),
  };
}
