import { createPrivateKey } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { createAppAuth } from '@octokit/auth-app';
import type { Octokit } from '@octokit/core';
import type { AppClient, GraphqlAnswer, InstallationClient, RequestReport, RestClient, UserClient } from './client.ts';
import { faultFrom } from './fault.ts';
import { createTransport, sendGraphql, sendRest } from './transport.ts';
import { meaningOf, textOf } from './words.ts';

export interface GitHubOptions {
  appId: number;
  privateKey: string;
  /** `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server. */
  baseUrl: string;
  userAgent?: string;
  /** For each request. Default 10 s. */
  timeoutMs?: number;
  onRequest?: (report: RequestReport) => void;
  now?: () => Date;
}

export interface GitHub {
  asApp(): AppClient;
  /** Proves the App with its client secret, for the OAuth routes. */
  asOAuthApp(credentials: { clientId: string; clientSecret: string }): AppClient;
  asInstallation(installationId: number): InstallationClient;
  asUser(token: string): UserClient;
  /**
   * A new token of an installation for one of its repositories, for git over HTTP: it has the permissions that are granted now, or can do
   * nothing but read. Throws Octokit's errors.
   */
  repositoryToken(installationId: number, repositoryId: number, may: 'all' | 'read'): Promise<string>;
}

type Auth = ReturnType<typeof createAppAuth>;

/** A new token may be unknown to some of GitHub's machines for about this long. https://github.com/octokit/auth-app.js/blob/main/src/hook.ts */
const replicationMs = 5_000;
const replicationWaitMs = 1_000;

/**
 * Clients for the App, its installations and its users. One installation token is kept per installation, for 59 of the
 * 60 minutes it lives (auth-app's cache).
 * auth-app's request hook is left out: after a 401 it would wait up to 6 s, and it never replaces a token that GitHub revoked.
 */
export function createGitHub(options: GitHubOptions): GitHub {
  // Fails here and not at the first webhook when the key is not a key.
  createPrivateKey(options.privateKey.replaceAll('\\n', '\n'));
  const now = options.now ?? (() => new Date());
  const octokit = createTransport(options);
  const auth = createAppAuth({
    appId: options.appId,
    privateKey: options.privateKey,
    request: octokit.request,
    log: { warn: () => {} },
  });
  const fixed = (caller: 'app' | 'user', authorization: () => Promise<string>): RestClient => ({
    caller,
    now,
    request: async (route, parameters) =>
      sendRest({ octokit, authorization: await authorization(), route, parameters }),
  });
  return {
    asApp: () => fixed('app', async () => `bearer ${(await auth({ type: 'app' })).token}`),
    asOAuthApp: ({ clientId, clientSecret }) =>
      fixed('app', async () => `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`),
    asInstallation: (installationId) => installationClient({ octokit, auth, installationId, now }),
    asUser: (token) => fixed('user', async () => `bearer ${token}`),
    repositoryToken: async (installationId, repositoryId, may) => {
      const scope = may === 'read' ? { permissions: { contents: 'read' as const } } : {};
      const repositoryIds = [repositoryId];
      const made = await auth({ type: 'installation', installationId, repositoryIds, refresh: true, ...scope });
      return made.token;
    },
  };
}

function installationClient(given: {
  octokit: Octokit;
  auth: Auth;
  installationId: number;
  now: () => Date;
}): InstallationClient {
  const { octokit, now } = given;
  return {
    caller: 'installation',
    now,
    request: (route, parameters) =>
      withToken(given, (authorization) => sendRest({ octokit, authorization, route, parameters })),
    graphql: (query, variables) =>
      withToken(given, (authorization) => sendGraphql({ octokit, authorization, query, variables })),
    permissions: async () =>
      (await given.auth({ type: 'installation', installationId: given.installationId })).permissions,
  };
}

/**
 * A 401 does nothing on GitHub's side, so even a write may be sent once more: with the same token when it is very young, else with a
 * new one (suspending or uninstalling revokes tokens before their hour is over). Neither does a refusal for want of a
 * permission: a token keeps the permissions it was made with, so what was accepted since takes a new one.
 */
async function withToken<T extends object>(
  { auth, installationId }: { auth: Auth; installationId: number },
  send: (authorization: string) => Promise<T>,
): Promise<T> {
  const first = await auth({ type: 'installation', installationId });
  const renewed = () => auth({ type: 'installation', installationId, refresh: true });
  const permitted = async (): Promise<string | null> => {
    const second = await renewed().catch(() => first);
    return isDeepStrictEqual(second.permissions, first.permissions) ? null : `token ${second.token}`;
  };
  try {
    const answer = await send(`token ${first.token}`);
    const wider = deniedIn(answer) ? await permitted() : null;
    return wider === null ? answer : send(wider);
  } catch (error) {
    const fault = faultFrom(error);
    const wider = fault?.status === 403 && denies(textOf(fault.body)) ? await permitted() : null;
    if (wider !== null) return send(wider);
    if (fault?.status !== 401) throw error;
    if (Date.now() - Date.parse(first.createdAt) >= replicationMs) return send(`token ${(await renewed()).token}`);
    await sleep(replicationWaitMs);
    return send(`token ${first.token}`);
  }
}

const denies = (text: string) => meaningOf(text) === 'missing-permission';

function deniedIn(answer: object): boolean {
  return 'faults' in answer && (answer as GraphqlAnswer).faults.some((fault) => denies(fault.message));
}
