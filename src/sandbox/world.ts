import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { CheckRun } from './check-types.ts';
import { createLag, type Lag } from './lag.ts';
import type { Account, Installation, InstallationToken, Permissions, Repository, Team, UserToken } from './types.ts';
import type { Webhooks } from './webhooks.ts';

export interface AppIdentity {
  id: number;
  nodeId: string;
  slug: string;
  name: string;
  clientId: string;
  clientSecret: string;
  privateKey: string;
  publicKey: string;
  owner: Account;
  bot: Account;
  permissions: Permissions;
  events: string[];
  createdAt: string;
}

/** Everything the sandbox knows, behind one object that is handed to every part. */
export interface World {
  url: string;
  dataDir: string;
  app: AppIdentity;
  accounts: Map<string, Account>;
  repositories: Map<number, Repository>;
  /** Lower-case `owner/name`, of today and of before a rename, to id. */
  names: Map<string, number>;
  installations: Map<number, Installation>;
  tokens: Map<string, InstallationToken>;
  userTokens: Map<string, UserToken>;
  oauthCodes: Map<string, { account: Account; challenge: string | null; redirectUri: string }>;
  refreshTokens: Map<string, Account>;
  teams: Team[];
  checkRuns: CheckRun[];
  lag: Lag;
  webhooks: Webhooks;
  nextId(): number;
}

export const appPermissions: Permissions = {
  metadata: 'read',
  contents: 'write',
  pull_requests: 'write',
  checks: 'write',
  workflows: 'write',
};
export const appEvents = ['push', 'pull_request', 'pull_request_review', 'check_suite', 'repository', 'release'];

export function nodeId(prefix: string, id: number): string {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt8(0x92, 0);
  bytes.writeUInt32BE(id, 2);
  return `${prefix}_${bytes.toString('base64url')}`;
}

export function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

export function createWorld(given: { dataDir: string; webhooks: Webhooks }): World {
  let id = 1000;
  const nextId = () => ++id;
  const accounts = new Map<string, Account>();
  const world: World = {
    url: '',
    dataDir: given.dataDir,
    app: createApp(nextId, accounts),
    accounts,
    repositories: new Map(),
    names: new Map(),
    installations: new Map(),
    tokens: new Map(),
    userTokens: new Map(),
    oauthCodes: new Map(),
    refreshTokens: new Map(),
    teams: [],
    checkRuns: [],
    lag: createLag(),
    webhooks: given.webhooks,
    nextId,
  };
  return world;
}

export function addAccount(
  given: { accounts: Map<string, Account>; nextId: () => number },
  login: string,
  type: Account['type'],
): Account {
  if (given.accounts.has(login.toLowerCase())) throw new Error(`there is already an account ${login}`);
  const id = given.nextId();
  const prefix = { User: 'U', Organization: 'O', Bot: 'BOT' }[type];
  const account: Account = { id, nodeId: nodeId(prefix, id), login, type, createdAt: now() };
  given.accounts.set(login.toLowerCase(), account);
  return account;
}

function createApp(nextId: () => number, accounts: Map<string, Account>): AppIdentity {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const id = nextId();
  const slug = 'backstroke';
  return {
    id,
    nodeId: nodeId('A', id),
    slug,
    name: 'Backstroke',
    clientId: `Iv23li${randomBytes(7).toString('hex')}`,
    clientSecret: randomBytes(20).toString('hex'),
    privateKey: keys.privateKey,
    publicKey: keys.publicKey,
    owner: addAccount({ accounts, nextId }, 'backstrokeapp', 'Organization'),
    bot: addAccount({ accounts, nextId }, `${slug}[bot]`, 'Bot'),
    permissions: { ...appPermissions },
    events: [...appEvents],
    createdAt: now(),
  };
}
