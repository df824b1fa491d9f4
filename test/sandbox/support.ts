import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/core';
import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start.ts';

/** A sandbox for one test: `up/hello` and its fork `octo/hello`. */
export async function sandboxWithFork(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.stop());
  sandbox.createOrg('up');
  sandbox.createUser('octo');
  await sandbox.createRepository({ owner: 'up', name: 'hello', files: { 'README.md': 'hello\n' } });
  await sandbox.fork({ source: 'up/hello', owner: 'octo' });
  return sandbox;
}

export const fork = { owner: 'octo', repo: 'hello' };

export function asApp(sandbox: Sandbox): Octokit {
  const { appId, privateKey } = sandbox;
  return new Octokit({ baseUrl: `${sandbox.url}/api/v3`, authStrategy: createAppAuth, auth: { appId, privateKey } });
}

export function asInstallation(sandbox: Sandbox, installationId: number): Octokit {
  const { appId, privateKey } = sandbox;
  const auth = { appId, privateKey, installationId };
  return new Octokit({ baseUrl: `${sandbox.url}/api/v3`, authStrategy: createAppAuth, auth });
}

export function withToken(sandbox: Sandbox, token: string): Octokit {
  return new Octokit({ baseUrl: `${sandbox.url}/api/v3`, auth: token });
}

/** What a request that must fail answered. */
export async function failure(request: Promise<unknown>) {
  const error = await request.then(
    () => {
      throw new Error('the request succeeded');
    },
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error) || !('status' in error)) throw error;
  const { status, response } = error as Error & {
    status: number;
    response?: { data: unknown; headers: Record<string, string> };
  };
  return { status, data: response?.data, headers: response?.headers ?? {} };
}

export function openPull(octokit: Octokit, more: Record<string, unknown> = {}) {
  return octokit.request('POST /repos/{owner}/{repo}/pulls', {
    ...fork,
    head: 'up:main',
    base: 'main',
    title: 'Sync',
    maintainer_can_modify: false,
    ...more,
  });
}

export interface Received {
  headers: Record<string, string | undefined>;
  body: string;
}

/** A receiver of webhooks that keeps what arrives, and answers with the status it is told. */
export async function startReceiver() {
  const received: Received[] = [];
  const answer = { status: 200 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    received.push({ headers, body });
    response.writeHead(answer.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const names = () => received.map(({ headers, body }) => nameOf(headers['x-github-event'], body));
  return { received, answer, names, target: { url: `http://127.0.0.1:${port}/`, secret: 'keep it' } };
}

function nameOf(event: string | undefined, body: string): string {
  const { action } = JSON.parse(body) as { action?: string };
  return action ? `${event}.${action}` : String(event);
}
