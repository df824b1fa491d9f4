import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Strategy } from '../../src/core/strategy.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { call } from './call.ts';
import { headOf, own } from './moves.ts';
import { follow, type Scene, scene, ticked } from './scene.ts';
import { installationRow, refreshed } from './variants.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

/** A private fork of a private repository of somebody else, whose owner may read that; the App is on both. */
async function secret(name: string, strategy: Strategy) {
  const { github } = ring;
  const [owner, upstreamOwner] = [`octo-${name}`, `up-${name}`];
  const [fork, upstream] = [`${owner}/hello`, `${upstreamOwner}/hello`];
  github.createOrg(upstreamOwner);
  github.createUser(owner);
  await github.createRepository({
    owner: upstreamOwner,
    name: 'hello',
    private: true,
    files: { 'README.md': 'hello\n' },
  });
  github.grant(upstream, owner, 'pull');
  await github.fork({ source: upstream, owner });
  const theirs = github.install(upstreamOwner, [upstream]);
  const installation = github.install(owner, [fork]);
  for (const id of [theirs, installation]) {
    const read = async () => (await installationRow(ring, id))?.refreshedAt;
    await eventually(async () => (await read()) != null, { what: `installation ${id} is known` });
  }
  const made = await create({ owner, upstreamOwner, strategy });
  if (made.status !== 201) throw new Error(`${made.status} ${JSON.stringify(made.body)}`);
  const here = follow(ring, { upstream, fork, owner, installation, branch: 'main' });
  await eventually(async () => (await here.link()).reason !== null, { what: `the first answer for ${fork}` });
  return { here, theirs };
}

function create(given: { owner: string; upstreamOwner: string; strategy: Strategy; by?: string }) {
  const { owner, upstreamOwner, strategy, by = owner } = given;
  const body = { fork: { owner, repo: 'hello' }, upstream: { owner: upstreamOwner, repo: 'hello' }, strategy };
  return call(ring, '/v1/links', { method: 'POST', token: ring.github.createUserToken(by), body });
}

/** What anybody's installation wrote to upstream. */
const written = ({ upstream }: Scene) =>
  ring.github
    .requests()
    .filter(({ method, path, graphql }) => !graphql && method !== 'GET' && path.startsWith(`/repos/${upstream}`));

describe.concurrent('a private upstream of somebody else', () => {
  it.for([
    ['fast-forward', false],
    ['merge', true],
    ['rebase', true],
    ['mirror', true],
  ] as const)('is followed by %s with its own installation', async ([strategy, hasOwn], { expect }) => {
    const { here, theirs } = await secret(`ps-${strategy}`, strategy);
    await here.until({ reason: 'up-to-date', state: 'in-sync' });
    if (hasOwn) await own(ring, here, 'mine.txt', 'mine\n', true);
    const sha = await here.push('a.txt');
    await here.until({ lastSyncedSha: sha, state: 'in-sync', pullNumber: null });
    const { parents } = await ring.github.commitOf(here.fork, headOf(ring, here));
    if (strategy === 'merge' || strategy === 'rebase') expect(parents).toContain(sha);
    else expect(headOf(ring, here)).toBe(sha);
    await here.idle();
    // GitHub tells of its pushes; one of which it does not is found by the dispatcher, which asks its installation, too.
    const silent = await here.push('b.txt', { silent: true });
    await here.until({ lastSyncedSha: silent, state: 'in-sync' });
    const asked = ring.github.requests().filter(({ installationId }) => installationId === theirs);
    expect(new Set(asked.map(({ operationName }) => operationName))).toContain('Heads');
    expect(written(here)).toEqual([]);
    expect(asked.filter(({ mutation }) => mutation)).toEqual([]);
  });

  it('has no pull request: no token sees both ends', async ({ expect }) => {
    const { here } = await secret('ps-pull', 'pull-request');
    const sha = await here.push('a.txt');
    const link = await here.until({ reason: 'upstream-private', state: 'failing', decidedOn: sha });
    expect(link.sentence).toContain('GitHub opens a pull request only for who sees both ends');
    await here.idle();
    const before = (await here.reasons()).length;
    await ticked(ring);
    expect((await here.reasons()).length).toBe(before);
    expect(here.pulls()).toEqual([]);
  });

  it('is not read for an owner who may not read it any more, until they may again', async ({ expect }) => {
    const { here } = await secret('ps-lost', 'fast-forward');
    const before = headOf(ring, here);
    ring.github.grant(here.upstream, here.owner, null);
    await here.push('a.txt');
    const link = await here.until({ reason: 'upstream-private', state: 'failing' });
    expect(link.sentence).toContain('GitHub does not let octo-ps-lost read it');
    await here.idle();
    const asked = (await here.reasons()).length;
    await ticked(ring);
    expect((await here.reasons()).length).toBe(asked);
    expect(headOf(ring, here)).toBe(before);
    const token = ring.github.createUserToken(here.owner);
    const operation = await call(ring, `/v1/operations/${link.lastOperationId}`, { token });
    expect(operation.body).toMatchObject({ reason: 'upstream-private', upstreamSha: null });
    ring.github.grant(here.upstream, here.owner, 'pull');
    const sha = await here.push('b.txt');
    await here.until({ lastSyncedSha: sha, state: 'in-sync' });
  });

  it('is not read for a fork that is public', async ({ expect }) => {
    const { here } = await secret('ps-public', 'mirror');
    const before = headOf(ring, here);
    ring.github.setPrivate(here.fork, false);
    await here.push('a.txt');
    const link = await here.until({ reason: 'upstream-private', state: 'failing' });
    expect(link.sentence).toContain('the fork is public');
    expect(headOf(ring, here)).toBe(before);
    expect(here.pulls()).toEqual([]);
  });

  it('that went private is not read for the public forks it had', async ({ expect }) => {
    let theirs = 0;
    const here = await scene(ring, 'ps-went', {
      upstreamInstalled: false,
      before: async ({ upstream }) => {
        theirs = ring.github.install('up-ps-went', [upstream]);
      },
    });
    ring.github.setPrivate(here.upstream, true);
    const sha = await here.push('a.txt');
    const link = await here.until({ reason: 'upstream-private', state: 'failing' });
    expect(link.sentence).toContain('the fork is public');
    expect(ring.github.refs(here.fork)['refs/heads/main']).not.toBe(sha);
    // The event has upstream's installation read, and that asks once more.
    await ring.github.settled();
    await refreshed(ring, theirs);
    await ticked(ring);
    await here.idle();
    const asked = (await here.reasons()).length;
    await ticked(ring);
    expect((await here.reasons()).length).toBe(asked);
  });

  it('is named by nobody who cannot see it', async ({ expect }) => {
    const { here } = await secret('ps-named', 'fast-forward');
    const { github } = ring;
    github.createUser('ps-friend');
    github.grant(here.fork, 'ps-friend', 'push');
    const names = { owner: here.owner, upstreamOwner: 'up-ps-named', strategy: 'merge' as const };
    const denied = await create({ ...names, by: 'ps-friend' });
    expect(denied.status).toBe(422);
    expect(JSON.stringify(denied.body)).toContain('There is no repository up-ps-named/hello that you and Backstroke');
  });
});
