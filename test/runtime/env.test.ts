import { describe, expect, it } from 'vitest';
import { type Env, EnvironmentError, needsSetup, type ProcessName, readEnv } from '../../src/runtime/env.ts';
import { complete, problemsOf } from './environment.ts';

const names = (problems: string[]) => problems.map((problem) => problem.replace(/ .*/s, '')).sort();

describe('what a process requires', () => {
  it.each<[ProcessName, string[]]>([
    ['web', ['APP_ID', 'DATABASE_URL', 'PRIVATE_KEY', 'PUBLIC_URL', 'REDIS_URL', 'WEBHOOK_SECRET']],
    ['dispatcher', ['APP_ID', 'DATABASE_URL', 'PRIVATE_KEY', 'REDIS_URL']],
    ['worker', ['APP_ID', 'PRIVATE_KEY', 'REDIS_URL']],
    ['migrate', ['DATABASE_URL']],
    ['all', ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET']],
  ])('%s: all of it is missed at once, by name', (process, missing) => {
    const problems = problemsOf(process, {});
    expect(names(problems)).toEqual(missing);
    for (const problem of problems) expect(problem).toMatch(/is missing(: \S|$)/);
  });

  it.each<[ProcessName]>([['web'], ['dispatcher'], ['worker'], ['migrate'], ['all']])(
    '%s: each variable is missed alone when it alone is not there',
    (process) => {
      for (const name of names(problemsOf(process, {}))) {
        const rest = Object.fromEntries(Object.entries(complete).filter(([other]) => other !== name));
        expect(names(problemsOf(process, rest))).toEqual([name]);
        for (const empty of ['', '  ']) {
          expect(names(problemsOf(process, { ...complete, [name]: empty }))).toEqual([name]);
        }
      }
      expect(problemsOf(process, complete)).toEqual([]);
    },
  );

  it('web may go without signing in, but not with half of it', () => {
    const half = problemsOf('web', { ...complete, GITHUB_CLIENT_ID: 'Iv1.abc' });
    expect(names(half)).toEqual(['GITHUB_CLIENT_SECRET', 'SESSION_SECRET']);
    expect(problemsOf('worker', { ...complete, GITHUB_CLIENT_ID: 'Iv1.abc' })).toEqual([]);
    const rest = { ...complete, GITHUB_CLIENT_ID: 'Iv1.abc', GITHUB_CLIENT_SECRET: 'secret' };
    expect(problemsOf('web', { ...rest, SESSION_SECRET: 'x'.repeat(32) })).toEqual([]);
    expect(problemsOf('worker', rest)).toEqual([]);
    expect(names(problemsOf('web', { ...rest, SESSION_SECRET: 'too short' }))).toEqual(['SESSION_SECRET']);
  });

  it('the dispatcher is content with a login of its own', () => {
    const { DATABASE_URL: url = '', ...rest } = complete;
    expect(problemsOf('dispatcher', { ...rest, DISPATCHER_DATABASE_URL: url })).toEqual([]);
    expect(names(problemsOf('web', { ...rest, DISPATCHER_DATABASE_URL: url }))).toEqual(['DATABASE_URL']);
  });

  it('says all faults at once: what is missing and what is wrong', () => {
    const problems = problemsOf('web', {
      APP_ID: 'Iv1.0123456789abcdef',
      PORT: 'eighty',
      CHECK_INTERVAL: '10 minutes',
    });
    expect(names(problems)).toEqual([
      'APP_ID',
      'CHECK_INTERVAL',
      'DATABASE_URL',
      'PORT',
      'PRIVATE_KEY',
      'PUBLIC_URL',
      'REDIS_URL',
      'WEBHOOK_SECRET',
    ]);
    const error = new EnvironmentError(problems);
    for (const problem of problems) expect(error.message).toContain(problem);
  });
});

describe('values', () => {
  it.each<[string, string[]]>([
    ['APP_ID', ['Iv1.0123456789abcdef', 'Iv23liABCDEF', '12a', '-1']],
    ['WEBHOOK_SECRET', ['development']],
    ['WEBHOOK_PATH', ['api/github/webhooks']],
    ['GHE_PROTOCOL', ['ftp', 'HTTPS']],
    ['PUBLIC_URL', ['backstroke.example', 'ftp://backstroke.example', 'postgres://x']],
    ['DATABASE_URL', ['mysql://db/x', 'db:5432']],
    ['DISPATCHER_DATABASE_URL', ['redis://cache']],
    ['REDIS_URL', ['cache:6379', 'http://cache']],
    ['REDIS_NAMESPACE', ['with space', 'a:b', 'x'.repeat(41)]],
    ['PORT', ['eighty', '-1', '65536', '80.5']],
    ['LOG_LEVEL', ['loud']],
    ['LOG_FORMAT', ['xml']],
    ['CHECK_INTERVAL', ['10', '0m', 'often']],
    ['DISPATCH_CRON', ['often', '99 * * * * *']],
    ['WORKER_CONCURRENCY', ['0', '257', 'many']],
    ['JOB_VISIBILITY', ['60', '-1s']],
    ['PULLS_PER_HOUR', ['0', '-1', '1.5', 'many']],
    ['DRY_RUN', ['yes', 'TRUE']],
    ['UPSTREAM_HOSTS', ['https://git.example', 'git example', 'a,', 'git.example/x']],
    ['ADMINS', ['mona octo', 'mona,', '@mona', 'https://github.com/mona']],
  ])('%s: none of %j', (name, values) => {
    for (const value of values) expect(names(problemsOf('web', { ...complete, [name]: value }))).toEqual([name]);
  });

  it.each<[string, string, keyof Env, unknown]>([
    ['WEBHOOK_PATH', '/hooks', 'WEBHOOK_PATH', '/hooks'],
    ['DATABASE_URL', 'postgresql://db/x', 'DATABASE_URL', 'postgresql://db/x'],
    ['REDIS_URL', 'rediss://cache', 'REDIS_URL', 'rediss://cache'],
    ['PORT', '0', 'PORT', 0],
    ['CHECK_INTERVAL', '1h', 'CHECK_INTERVAL', 3_600_000],
    ['JOB_VISIBILITY', '2s', 'JOB_VISIBILITY', 2_000],
    ['PULLS_PER_HOUR', '40', 'PULLS_PER_HOUR', 40],
    ['DRY_RUN', '1', 'DRY_RUN', true],
    ['DRY_RUN', 'true', 'DRY_RUN', true],
    ['DRY_RUN', 'false', 'DRY_RUN', false],
    ['DRY_RUN', '0', 'DRY_RUN', false],
    ['DISPATCH_CRON', '*/5 * * * * *', 'DISPATCH_CRON', '*/5 * * * * *'],
    ['ADMINS', 'Mona, octo-cat,mona_corp', 'ADMINS', ['mona', 'octo-cat', 'mona_corp']],
    [
      'UPSTREAM_HOSTS',
      'Git.example, git.example:8443',
      'elsewhere',
      { off: false, hosts: ['git.example', 'git.example:8443'], github: 'github.com' },
    ],
    ['UPSTREAM_HOSTS', 'none', 'elsewhere', { off: true, hosts: [], github: 'github.com' }],
    ['GHE_HOST', 'ghe.example:8443', 'elsewhere', { off: false, hosts: [], github: 'ghe.example:8443' }],
  ])('%s=%s is taken', (name, value, key, meaning) => {
    expect(readEnv('web', { ...complete, [name]: value })[key]).toEqual(meaning);
  });

  it('are those of the contract when nothing is said', () => {
    const optional = ['PORT', 'HOST', 'WEBHOOK_PATH', 'REDIS_NAMESPACE', 'DRY_RUN', 'LOG_LEVEL', 'PULLS_PER_HOUR'];
    const empty = Object.fromEntries(optional.map((name) => [name, '']));
    for (const source of [complete, { ...complete, ...empty }]) {
      const env = readEnv('web', source);
      expect(env).toMatchObject({
        PORT: 3000,
        WEBHOOK_PATH: '/api/github/webhooks',
        REDIS_NAMESPACE: 'backstroke',
        CHECK_INTERVAL: 600_000,
        DISPATCH_CRON: '*/30 * * * * *',
        WORKER_CONCURRENCY: 8,
        JOB_VISIBILITY: 60_000,
        PULLS_PER_HOUR: null,
        ADMINS: null,
        DRY_RUN: false,
        DATA_DIR: '.data',
        LOG_LEVEL: 'info',
        apiUrl: 'https://api.github.com',
        webUrl: 'https://github.com',
        elsewhere: { off: false, hosts: [], github: 'github.com' },
      });
      expect(env.HOST).toBeUndefined();
    }
  });

  it.each([
    [{ GHE_HOST: 'ghe.example' }, 'https://ghe.example/api/v3', 'https://ghe.example'],
    [{ GHE_HOST: 'localhost:4000', GHE_PROTOCOL: 'http' }, 'http://localhost:4000/api/v3', 'http://localhost:4000'],
    [{ GHE_PROTOCOL: 'http' }, 'https://api.github.com', 'https://github.com'],
  ])('%j: GitHub is at %s and %s', (given, apiUrl, webUrl) => {
    expect(readEnv('worker', { ...complete, ...given })).toMatchObject({ apiUrl, webUrl });
  });
});

it('a worker never sees a database, right or wrong', () => {
  for (const url of ['postgres://u:p@db/x', 'nonsense']) {
    const env = readEnv('worker', { ...complete, DATABASE_URL: url, DISPATCHER_DATABASE_URL: url });
    expect(env.DATABASE_URL).toBeUndefined();
    expect(env.DISPATCHER_DATABASE_URL).toBeUndefined();
    expect(JSON.stringify(env)).not.toContain(url);
  }
});

it.each([
  [{}, true],
  [{ APP_ID: '', PRIVATE_KEY: '' }, true],
  [{ WEBHOOK_SECRET: 'x' }, true],
  [{ APP_ID: '1' }, false],
  [{ PRIVATE_KEY: 'x' }, false],
  [{ PRIVATE_KEY_PATH: 'x' }, false],
])('needsSetup(%j) is %s', (source, setup) => {
  expect(needsSetup(source)).toBe(setup);
});
