import { describe, expect, test } from 'vitest';
import { type ApiFork, apiHere } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { linkOf } from '../support/rows.ts';

const database = testDatabase();
const path = '.github/backstroke.yml';
const api = apiHere(database);

const create = (body: object, who = 'pusher') => api.ask(who, 'POST /v1/links', body);
const withFile = (name: string, text: string) =>
  api.aFork(name, { before: ({ fork }) => api.github.commit(fork, 'main', { files: { [path]: text } }) });
/** A fork whose branch nothing moves: the link that it got by itself was removed. */
async function aFreeFork(name: string): Promise<ApiFork> {
  const here = await api.aFork(name);
  const [link] = await here.links();
  expect((await api.ask('pusher', `DELETE /v1/links/${link?.id}`)).status).toBe(204);
  return here;
}
const wrong = (...fields: string[]) => ({
  status: 422,
  body: { status: 422, errors: fields.map((field) => ({ field, message: expect.any(String) })) },
});

describe('a link that is made', () => {
  test('is shown, and asked for a sync at once', async () => {
    const here = await api.aFork('made');
    const { status, body, headers } = await create({ fork: { ...here.end, branch: 'dev' }, name: 'My branch' });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        name: 'My branch',
        enabled: true,
        source: 'api',
        fork: { ...here.end, branch: 'dev' },
        upstream: { ...here.from, branch: 'dev' },
        strategy: 'pull-request',
        state: 'new',
        reason: null,
        webhookUrl: expect.stringMatching(new RegExp(`^${api.url}/_[0-9a-f]{64}$`)),
      },
    });
    expect(headers.get('location')).toBe(`${api.url}/v1/links/${body.id}`);
    expect((await api.ask('pusher', `GET /v1/links/${body.id}`)).body).toEqual(body);
    const row = await linkOf(database.db, body.id);
    expect(row).toMatchObject({ requested: 1, requestedTrigger: 'manual', hookedAt: null });
    const job = await eventually(async () =>
      (await api.parts.bodies<{ linkId: string }>('now')).find(({ linkId }) => linkId === body.id),
    );
    expect(job).toMatchObject({ trigger: 'manual', requestId: row.requestedId, mayOpen: true });
  });

  test("has the default branches of the fork and of its parent when none is named, and the fork's name", async () => {
    const here = await aFreeFork('defaults');
    expect(await create({ fork: here.end })).toMatchObject({
      status: 201,
      body: {
        name: 'octo-defaults/hello main',
        fork: { branch: 'main' },
        upstream: { ...here.from, branch: 'main' },
      },
    });
  });

  test('follows the branch that is called like its own, else the default branch', async () => {
    const here = await api.aFork('namesake');
    await api.github.createBranch(here.fork, 'mine', 'main');
    const made = async (branch: string) => (await create({ fork: { ...here.end, branch } })).body;
    expect(await made('release/1')).toMatchObject({ upstream: { branch: 'release/1' } });
    expect(await made('mine')).toMatchObject({ upstream: { branch: 'main' } });
  });

  test('that is off is asked for nothing', async () => {
    const here = await aFreeFork('asleep');
    const before = await here.links();
    const { body } = await create({ fork: here.end, enabled: false });
    expect(body).toMatchObject({ enabled: false, state: 'disabled', reason: 'disabled' });
    expect(await here.links()).toMatchObject([{ id: body.id, requested: before[0]?.requested }]);
  });

  test('may follow any branch that the caller and the App see in the network, the fork itself among them', async () => {
    const here = await api.aFork('network');
    await api.github.createBranch(here.fork, 'mine', 'main');
    const itself = { ...here.end, branch: 'main' };
    expect(await create({ fork: { ...here.end, branch: 'mine' }, upstream: itself })).toMatchObject({
      status: 201,
      body: { upstream: itself },
    });
  });
});

describe('no link is made', () => {
  test('of a branch that has one, whatever it follows, however often it is asked for at once', async () => {
    const here = await api.aFork('twice');
    const [link] = await here.links();
    const taken = { status: 409, body: { detail: expect.stringContaining(link?.id ?? '') } };
    expect(await create({ fork: here.end })).toMatchObject(taken);
    expect(await create({ fork: here.end, upstream: { ...here.from, branch: 'dev' } })).toMatchObject(taken);
    const branches = ['dev', 'main', 'dev', 'release/1'];
    const answers = await Promise.all(
      branches.map((branch) => create({ fork: { ...here.end, branch: 'dev' }, upstream: { ...here.from, branch } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await here.links()).toHaveLength(2);
  });

  test('of what a file declares or turns off: the answer names the file', async () => {
    const own = await withFile('own-file', 'branches: [main]\n');
    const file = (here: ApiFork) => `/${here.fork}/blob/HEAD/${path} `;
    expect(await create({ fork: own.end, upstream: { ...own.from, branch: 'dev' } })).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/declares/) },
    });
    expect((await create({ fork: own.end })).body.detail).toContain(file(own));
    const off = await withFile('off-file', 'enabled: false\n');
    expect((await create({ fork: off.end })).body.detail).toContain(`${file(off)}turns`);
    const broken = await withFile('broken-file', 'enabled: maybe\n');
    const answer = await create({ fork: broken.end });
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toContain(`${file(broken)}never was valid`);
    const owners = await api.aFork('owners-file', {
      before: async ({ owner }) => {
        await api.github.createRepository({ owner, name: '.github', files: { [path]: 'branches: [main]\n' } });
      },
    });
    expect((await create({ fork: owners.end })).body.detail).toContain(`/octo-owners-file/.github/blob/HEAD/${path} `);
  });

  test('of branches that are not there, are no names, are ours, or are the same', async () => {
    const here = await api.aFork('branches');
    await api.github.createBranch(here.upstream, 'backstroke/x', 'main');
    const { end, from } = here;
    const ask = (branch: unknown, theirs?: unknown) =>
      create({ fork: { ...end, branch }, ...(theirs === undefined ? {} : { upstream: { ...from, branch: theirs } }) });
    expect(await ask('nope')).toMatchObject(wrong('fork.branch'));
    expect(await ask('nope', 'nor')).toMatchObject(wrong('fork.branch', 'upstream.branch'));
    expect(await ask('main', 'Main')).toMatchObject(wrong('upstream.branch'));
    const odd = ['a b', '', '\ud800', 'a\0b', 'x'.repeat(256), 7, null];
    for (const name of [...odd, 'backstroke/x', '../../../user', 'release/*', '-x']) {
      expect(await ask('main', name)).toMatchObject(wrong('upstream.branch'));
      expect(await ask(name)).toMatchObject(wrong('fork.branch'));
    }
    expect(await create({ fork: end, upstream: { ...end, branch: 'main' } })).toMatchObject(wrong('upstream'));
  });

  test('of an upstream that is not there, not visible, or of another network', async () => {
    const here = await api.aFork('upstreams');
    await api.github.createRepository({ owner: 'up-upstreams', name: 'other', files: { a: 'a' } });
    const ask = (upstream: object) => create({ fork: here.end, upstream });
    expect(await ask({ owner: 'up-upstreams', repo: 'nope' })).toMatchObject(wrong('upstream'));
    expect(await ask({ owner: 'up-upstreams', repo: 'other' })).toMatchObject(wrong('upstream'));
    // The App sees these for the fork's owner, and the caller does not.
    const hidden = await api.aFork('hidden', { private: true });
    await api.github.createRepository({ owner: 'octo-hidden', name: 'diary', private: true, files: { a: 'a' } });
    const of = (repo: string) => create({ fork: hidden.end, upstream: { owner: 'octo-hidden', repo } });
    const words = async (repo: string) => JSON.stringify((await of(repo)).body).replace(repo, '');
    expect(await words('diary')).toBe(await words('nothing'));
    const body = { fork: hidden.end, upstream: { ...hidden.from, branch: 'dev' } };
    for (const asked of [body, { fork: hidden.end }]) expect(await create(asked)).toMatchObject(wrong('upstream'));
    expect(await create(body, 'octo-hidden')).toMatchObject({ status: 409 });
  });

  test('of a repository that is no fork, unless its upstream is named', async () => {
    const here = await api.aFork('alone', {
      before: ({ owner }) => api.github.createRepository({ owner, name: '.github', files: { a: 'a' } }),
    });
    api.github.addRepositories(here.installation ?? 0, ['octo-alone/.github']);
    const ask = () => create({ fork: { owner: 'octo-alone', repo: '.github' } }, 'octo-alone');
    const answer = await eventually(async () => {
      const answer = await ask();
      return answer.status !== 403 && answer;
    });
    expect(answer).toMatchObject(wrong('upstream'));
  });

  test('without the App: the answer says where it is installed', async () => {
    const here = await api.aFork('bare', { installed: false });
    const { status, body } = await create({ fork: here.end });
    expect(status).toBe(403);
    expect(body.detail).toContain(`${api.github.url}/apps/${api.github.slug}/installations/new `);
  });
});
