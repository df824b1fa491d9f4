import { createPrivateKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { getPrivateKey } from '@probot/get-private-key';
import { validate } from 'node-cron';
import { z } from 'zod';
import type { Elsewhere } from '../core/config/elsewhere.ts';
import { MINUTE } from '../core/duration.ts';
import { duration, flag, host, key, logins, optional, secret, upstreamHosts, url, whole } from './values.ts';

/** The processes that read an environment, each with what it requires. */
export type ProcessName = 'web' | 'dispatcher' | 'worker' | 'migrate' | 'all' | 'setup';

/** Every variable Backstroke reads; `.env.example` lists them all, a test keeps the two equal. */
export const Variables = z.object({
  APP_ID: optional.refine((value) => value === undefined || /^\d+$/.test(value), {
    error: 'must be the numeric App ID (not the client ID that starts with Iv)',
  }),
  PRIVATE_KEY: optional,
  PRIVATE_KEY_PATH: optional,
  WEBHOOK_SECRET: secret,
  /** Still accepted while a new secret is rolled out. */
  WEBHOOK_SECRET_PREVIOUS: secret,
  /** A channel that GitHub sends deliveries to, for a web that it cannot reach. */
  WEBHOOK_PROXY_URL: url('http:', 'https:'),
  WEBHOOK_PATH: z.string().startsWith('/', 'must start with /').default('/api/github/webhooks'),
  GHE_HOST: host,
  GHE_PROTOCOL: z.enum(['https', 'http'], { error: 'must be https or http' }).default('https'),
  GITHUB_CLIENT_ID: optional,
  GITHUB_CLIENT_SECRET: optional,
  SESSION_SECRET: key,
  /** Still opens sessions while a new secret is rolled out. */
  SESSION_SECRET_PREVIOUS: key,
  PUBLIC_URL: url('http:', 'https:'),
  HOST: optional,
  PORT: whole(3000, 0, 65_535),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty']).optional(),
  SENTRY_DSN: url('http:', 'https:'),
  DATABASE_URL: url('postgres:', 'postgresql:'),
  DISPATCHER_DATABASE_URL: url('postgres:', 'postgresql:'),
  REDIS_URL: url('redis:', 'rediss:'),
  REDIS_NAMESPACE: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,40}$/, 'must be letters, digits, - or _')
    .default('backstroke'),
  CHECK_INTERVAL: duration('10m'),
  DISPATCH_CRON: z
    .string()
    .refine(validate, { error: 'must be a cron expression, with seconds in front' })
    .default('*/30 * * * * *'),
  WORKER_CONCURRENCY: whole(8, 1, 256),
  JOB_VISIBILITY: duration('60s', 10 * MINUTE),
  PULLS_PER_HOUR: optional
    .transform((value) => (value === undefined ? null : Number(value)))
    .refine((value) => value === null || (Number.isInteger(value) && value > 0), {
      error: 'must be a whole number above 0',
    }),
  DRY_RUN: flag.transform((value) => value === 'true' || value === '1'),
  DATA_DIR: z.string().min(1).default('.data'),
  GIT_CACHE: optional,
  GIT_CACHE_GIB: whole(5, 1, 100_000),
  UPSTREAM_HOSTS: upstreamHosts,
  UPSTREAM_CA: optional,
  METRICS_TOKEN: optional,
  ADMINS: logins,
});
type Variables = z.infer<typeof Variables>;
type Name = keyof Variables;

const required: Record<ProcessName, Name[]> = {
  web: ['APP_ID', 'WEBHOOK_SECRET', 'DATABASE_URL', 'REDIS_URL', 'PUBLIC_URL'],
  dispatcher: ['APP_ID', 'REDIS_URL'],
  worker: ['APP_ID', 'REDIS_URL'],
  migrate: ['DATABASE_URL'],
  all: ['APP_ID', 'WEBHOOK_SECRET'],
  setup: [],
};

const hints: Partial<Record<Name, string>> = {
  APP_ID: 'the number on the settings page of the GitHub App',
  WEBHOOK_SECRET: 'the webhook secret of the GitHub App',
  DATABASE_URL: 'postgres://user:password@host:5432/database',
  REDIS_URL: 'redis://host:6379',
  PUBLIC_URL: 'the address people reach web at, such as https://backstroke.example',
};

export type Env = Variables & {
  /** PEM. Empty for `migrate` and `setup`, which do not speak to GitHub as the App. */
  privateKey: string;
  /** Where GitHub's REST API is. */
  apiUrl: string;
  /** Where GitHub's pages are. */
  webUrl: string;
  /** What forks may follow outside GitHub. */
  elsewhere: Elsewhere;
};

/** All that is wrong with an environment, each line naming its variable. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * The only reader of the environment. `.env` in the working directory fills in what is not set, as Probot does.
 * An empty variable counts as not set. The worker never sees a database URL. Throws `EnvironmentError` with all faults.
 */
export function readEnv(process: ProcessName, source: NodeJS.ProcessEnv = withDotEnv()): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  if (process === 'worker') {
    delete given.DATABASE_URL;
    delete given.DISPATCHER_DATABASE_URL;
  }
  const parsed = Variables.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const missing = required[process].filter((name) => given[name] === undefined);
  problems.push(...missing.map((name) => `${name} is missing${hints[name] ? `: ${hints[name]}` : ''}`));
  if (process === 'dispatcher' && !given.DATABASE_URL && !given.DISPATCHER_DATABASE_URL) {
    problems.push(`DATABASE_URL (or DISPATCHER_DATABASE_URL) is missing: ${hints.DATABASE_URL}`);
  }
  const signsIn = given.GITHUB_CLIENT_ID && (process === 'web' || process === 'all');
  if (signsIn && !given.GITHUB_CLIENT_SECRET) {
    problems.push('GITHUB_CLIENT_SECRET is missing: it belongs to GITHUB_CLIENT_ID');
  }
  if (signsIn && !given.SESSION_SECRET) {
    problems.push('SESSION_SECRET is missing: it belongs to GITHUB_CLIENT_ID; make one with openssl rand -hex 32');
  }
  const key = process === 'migrate' || process === 'setup' ? '' : privateKey(given, problems);
  if (!parsed.success || problems.length > 0) throw new EnvironmentError(problems);
  const { GHE_HOST: host, GHE_PROTOCOL: protocol, UPSTREAM_HOSTS: hosts } = parsed.data;
  return {
    ...parsed.data,
    privateKey: key,
    apiUrl: host ? `${protocol}://${host}/api/v3` : 'https://api.github.com',
    webUrl: host ? `${protocol}://${host}` : 'https://github.com',
    elsewhere: { off: hosts === 'none', hosts: Array.isArray(hosts) ? hosts : [], github: host ?? 'github.com' },
  };
}

/** True when neither `APP_ID` nor a private key is there: `npm start` then offers to create the App. */
export function needsSetup(source: NodeJS.ProcessEnv = withDotEnv()): boolean {
  return !source.APP_ID && !source.PRIVATE_KEY && !source.PRIVATE_KEY_PATH;
}

/** The environment with `.env` of the working directory below it. */
export function withDotEnv(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** What the machine gives every program and nothing of ours (`NO_COLOR`: https://no-color.org). */
export function machineEnv(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NO_COLOR'] as const;
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** Probot's set-up page reads these where it runs, in `process.env`. */
export function tellProbot(values: Record<string, string>): void {
  Object.assign(process.env, values);
}

function privateKey(given: Record<string, string | undefined>, problems: string[]): string {
  if (!given.PRIVATE_KEY && !given.PRIVATE_KEY_PATH) {
    problems.push('PRIVATE_KEY (or PRIVATE_KEY_PATH) is missing: the private key of the GitHub App, in PEM');
    return '';
  }
  const name = given.PRIVATE_KEY ? 'PRIVATE_KEY' : 'PRIVATE_KEY_PATH';
  try {
    const key = getPrivateKey({
      env: { PRIVATE_KEY: given.PRIVATE_KEY, PRIVATE_KEY_PATH: given.PRIVATE_KEY_PATH },
    });
    // A file is handed back unread: only what it calls itself tells a key from anything else.
    if (key && /-----BEGIN (RSA )?PRIVATE KEY-----/.test(key)) {
      createPrivateKey(key.replaceAll('\\n', '\n'));
      return key;
    }
  } catch {
    // Its message may quote the key; ours names the variable alone.
  }
  problems.push(
    `${name} cannot be read: it must be a PEM private key${name === 'PRIVATE_KEY' ? ', or one in base64' : ' file'}`,
  );
  return '';
}
