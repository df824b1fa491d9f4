import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webWithFork } from '../support/api-web.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
let web: Awaited<ReturnType<typeof webWithFork>>;
beforeAll(async () => {
  web = await webWithFork(database);
});
afterAll(() => web?.stop());

const path = '/v1/config/validate';
interface Given {
  who?: string;
  query?: string;
  type?: string;
}
const validate = async (body: string | Uint8Array<ArrayBuffer>, { who = 'stranger', query = '', type }: Given = {}) => {
  // What one caller sent before does not count against the next test.
  await forget();
  const headers = { 'content-type': type ?? 'application/yaml' };
  const response = await web.ask(who, `${path}${query}`, { method: 'POST', body, headers });
  return { status: response.status, body: await response.json() };
};
const forget = async () => {
  const budgets = await web.parts.redis.keys(`${web.parts.namespace}:budget:validate:*`);
  if (budgets.length > 0) await web.parts.redis.del(...budgets);
};
const bytes = (...given: number[]) => Uint8Array.from(given);

describe('a file that is fine', () => {
  test('comes back with every default filled in, for whoever has signed in', async () => {
    expect(await validate('every: 1d\nbranches:\n  - from: "v*"\n    to: "up/v*"\n')).toEqual({
      status: 200,
      body: {
        valid: true,
        problems: [],
        effective: {
          version: 1,
          enabled: true,
          upstream: null,
          strategy: 'pull-request',
          every: '1d',
          branches: [{ from: 'v*', to: 'up/v*', create: false, strategy: 'pull-request' }],
          exclude: [],
          keep: [],
          tags: 'none',
          'hold-while-upstream-pull-open': true,
          'pull-request': {
            title: 'Sync {{upstream}} {{branch}}',
            labels: [],
            assignees: [],
            reviewers: [],
            draft: false,
            head: 'upstream',
            merge: 'never',
          },
          conflict: { labels: [], reviewers: [] },
          forks: { accept: true },
        },
      },
    });
  });

  test('may be empty', async () => {
    expect((await validate(' ')).body).toMatchObject({ valid: true, effective: { enabled: true } });
  });

  test("may be an owner's, where that is said", async () => {
    const file = 'max-open: 3\nevery: 2w\nrepositories:\n  hello: {upstream: up/hello, pull-request: {draft: true}}\n';
    expect((await validate(file)).body).toMatchObject({ valid: false });
    expect((await validate(file, { query: '?kind=owner' })).body).toMatchObject({
      valid: true,
      effective: {
        'max-open': 3,
        every: '2w',
        repositories: { hello: { upstream: 'up/hello', every: '2w', 'pull-request': { draft: true, labels: [] } } },
      },
    });
  });

  test.each(['text/yaml', 'application/x-yaml', 'text/plain;charset=UTF-8', 'Application/YAML; charset="utf-8"'])(
    'may be sent as %s',
    async (type) => {
      expect(await validate('enabled: false', { type })).toMatchObject({ status: 200, body: { valid: true } });
    },
  );
});

test('a file with problems comes back with all of them, each where it stands', async () => {
  expect(await validate('enabeld: true\nbranches:\n  - main\n  - *\n')).toEqual({
    status: 200,
    body: {
      valid: false,
      problems: [
        { path: 'enabeld', line: 1, column: 1, message: '`enabeld` is no key here: did you mean `enabled`?' },
        {
          path: '',
          line: 4,
          column: 5,
          message: 'Text that starts with a star needs quotes in YAML, so put it in quotes: `"*"`.',
        },
      ],
      effective: null,
    },
  });
});

describe('whatever is sent is answered with a sentence', () => {
  const bomb = `a: &a [1,1,1,1,1,1,1,1]\n${'bcdefghi'
    .split('')
    .map((key, at) => `${key}: &${key} [${`*${'abcdefghi'[at]},`.repeat(8)}]\n`)
    .join('')}`;
  test.each([
    ['no UTF-8', bytes(0x61, 0x3a, 0x20, 0xff, 0xfe), 'The file is no text in UTF-8'],
    ['UTF-16', bytes(0xff, 0xfe, 0x61, 0x00), 'The file is no text in UTF-8'],
    ['NUL bytes', bytes(0x61, 0x3a, 0x20, 0x00), '`a` is no key here'],
    ['a bomb of aliases', bomb, '`&a` is an anchor'],
    ['deep nesting', '['.repeat(60_000), 'nested more than 20 deep'],
    ['many keys', Array.from({ length: 9_000 }, (_, at) => `k${at}:`).join('\n'), '`k0` is no key here'],
  ])('%s', async (_, body, sentence) => {
    const answer = await validate(body);
    expect(answer).toMatchObject({ status: 200, body: { valid: false, effective: null } });
    expect(JSON.stringify(answer.body)).toContain(sentence);
  });

  test('an address that is not followed here', async () => {
    const problem = {
      path: 'upstream',
      line: 1,
      column: 11,
      message: '`https://gitlab.com:8443/a/b` has another port than 443: name an address without one.',
    };
    const answer = await validate('upstream: https://gitlab.com:8443/a/b\n');
    expect(answer.body).toEqual({ valid: false, effective: null, problems: [problem] });
    const other = await validate('upstream: https://gitlab.com/a/b\nbranches: [main]\n');
    expect(other.body).toMatchObject({ valid: true, effective: { upstream: 'https://gitlab.com/a/b' } });
  });

  test('more than 64 KiB', async () => {
    expect(await validate('#'.repeat(64 * 1024))).toMatchObject({ status: 200, body: { valid: true } });
    expect(await validate('#'.repeat(64 * 1024 + 1))).toMatchObject({ status: 413, body: { status: 413 } });
    expect(await validate('#'.repeat(5_000_000))).toMatchObject({ status: 413 });
  });

  test.each(['application/json', 'application/x-www-form-urlencoded', 'text/yaml; charset=utf-16', 'yaml'])(
    'of the content type %s',
    async (type) => {
      const answer = await validate('enabled: true', { type });
      expect(answer).toMatchObject({ status: 415, body: { detail: expect.stringContaining('application/yaml') } });
    },
  );

  test('another kind of file', async () => {
    expect(await validate('', { query: '?kind=upstream' })).toMatchObject({ status: 422 });
  });

  test('from nobody', async () => {
    expect(await validate('enabled: true', { who: 'nobody' })).toMatchObject({ status: 401 });
  });
});

test('nobody has more than 30 files read in a minute, and others go on', async () => {
  await validate('enabled: true');
  const send = async (who: string) => {
    const headers = { 'content-type': 'text/yaml' };
    return (await web.ask(who, path, { method: 'POST', body: 'enabled: true', headers })).status;
  };
  const statuses = [];
  for (let at = 0; at < 31; at += 1) statuses.push(await send('stranger'));
  expect(statuses.filter((status) => status === 200)).toHaveLength(29);
  expect(statuses.slice(-2)).toEqual([429, 429]);
  expect(await send('reader')).toBe(200);
});
