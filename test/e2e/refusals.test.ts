import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeenRequest } from '../../src/sandbox/faults.ts';
import { gate } from '../support/messages.ts';
import { type Ring, startRing } from '../support/ring.ts';
import { ailing, reasonsOf } from './ailing.ts';
import { type Scene, scene } from './scene.ts';
import { refreshed } from './variants.ts';

let ring: Ring;
beforeAll(async () => {
  // What is told and what is tried again soon goes without a tick, and no tick comes in between what is counted here.
  ring = await startRing({ without: ['dispatcher'] });
});
afterAll(() => ring?.stop());

/** Faults are matched by the fork they concern, so that tests can run at the same time. */
const pullsOf = (here: { fork: string }) => ({ method: 'POST', path: new RegExp(`^/repos/${here.fork}/pulls$`) });
const readsOf = (here: { owner: string }) => {
  return ({ operationName, body }: SeenRequest) =>
    operationName === 'Observe' && (body.variables as { forkOwner?: string } | undefined)?.forkOwner === here.owner;
};
const inMs = (date: Date | null) => (date?.getTime() ?? 0) - Date.now();
const postsOf = (here: Scene) => here.writes().filter((write) => write === 'POST /repos/:owner/:repo/pulls');

describe.concurrent('GitHub refuses', () => {
  it('without the permission, until it is accepted', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'permission', { permissions: { contents: 'read', pull_requests: 'read' } });
    await here.push('a.txt');
    const link = await here.until({ reason: 'missing-permission', state: 'failing' });
    expect(link.sentence).toContain(`/settings/installations/${here.installation}`);
    expect(inMs(link.retryAt)).toBeGreaterThan(23 * 3600_000);
    expect(here.pulls()).toEqual([]);
    github.setPermissions(here.installation, { contents: 'read', pull_requests: 'write' });
    await here.until({ reason: 'pull-opened', state: 'pull-open' });
  });

  it('while the App is suspended', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'suspended');
    // A refresh that still waits would find it first, and then no operation is told.
    await refreshed(ring, here.installation);
    github.suspend(here.installation, { silent: true });
    await here.push('a.txt');
    await here.until({ reason: 'suspended', state: 'disabled' });
    expect(here.pulls()).toEqual([]);
    github.unsuspend(here.installation);
    await here.until({ reason: 'pull-opened', state: 'pull-open' });
  });

  it('where the repository was deselected', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'deselected', {
      before: async ({ owner }) => github.createRepository({ owner, name: 'other' }),
    });
    github.addRepositories(here.installation, ['octo-deselected/other'], { silent: true });
    github.removeRepositories(here.installation, [here.fork], { silent: true });
    await here.push('a.txt');
    const link = await here.until({ reason: 'missing-permission' });
    expect(link.state).toBe('failing');
    expect(here.pulls()).toEqual([]);
    github.addRepositories(here.installation, [here.fork]);
    await here.until({ reason: 'pull-opened', state: 'pull-open' });
  });

  it('where pull requests are off', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'nopulls');
    github.setPullsEnabled(here.fork, false);
    await here.push('a.txt');
    const link = await here.until({ reason: 'pulls-disabled', state: 'failing' });
    expect(inMs(link.retryAt)).toBeGreaterThan(23 * 3600_000);
    github.setPullsEnabled(here.fork, true);
    await here.sync();
    await here.until({ reason: 'pull-opened', state: 'pull-open' });
  });

  it('where pull requests are for collaborators alone', async ({ expect }) => {
    const here = await scene(ring, 'closedshop');
    ring.github.setPullPolicy(here.fork, 'collaborators_only');
    await here.push('a.txt');
    const link = await here.until({ reason: 'pulls-disabled', state: 'failing' });
    expect(link.sentence).toContain(`${here.fork}/settings`);
  });
});

describe.concurrent('GitHub asks for patience', () => {
  it.for([
    { name: 'primary', kind: 'primary-limit', on: 'read' },
    { name: 'primarypost', kind: 'primary-limit', on: 'write' },
    { name: 'secondary', kind: 'secondary-limit', on: 'write' },
    { name: 'graphql', kind: 'graphql-rate-limited', on: 'read' },
  ] as const)('$kind on a $on waits until its time', async ({ name, kind, on }, { expect }) => {
    const { github } = ring;
    const here = await scene(ring, name);
    const ms = 130_000;
    github.faults.add({ match: on === 'read' ? readsOf(here) : pullsOf(here), kind, times: 1, ms });
    const before = Date.now();
    await here.push('a.txt');
    const link = await here.until({ reason: 'rate-limited', state: 'in-sync' });
    expect((link.retryAt?.getTime() ?? 0) - before).toBeGreaterThanOrEqual(ms - 1_000);
    // GitHub says it in whole seconds.
    expect(inMs(link.retryAt)).toBeLessThanOrEqual(ms + 1_000);
    await here.answered();
    expect(here.pulls()).toEqual([]);
    // Whoever asks meanwhile is told the same, and GitHub is not asked.
    const requests = () => github.requests().filter((one) => one.installationId === here.installation).length;
    const asked = requests();
    await here.sync();
    await here.until({ reason: 'rate-limited', answeredRequested: link.requested + 1 });
    expect(requests()).toBe(asked);
  });

  it('after a short limit goes on by itself', async ({ expect }) => {
    const here = await scene(ring, 'short');
    ring.github.faults.add({ match: pullsOf(here), kind: 'secondary-limit', times: 1, ms: 3_000 });
    const reasons = await reasonsOf(here, async () => {
      await here.push('a.txt');
      await here.until({ reason: 'pull-opened', state: 'pull-open' });
    });
    expect(reasons).toEqual(['rate-limited', 'pull-opened']);
  });
});

describe.concurrent('GitHub is in trouble', () => {
  it.for([
    { name: 'gateway', kind: '502' },
    { name: 'cutread', kind: 'drop-before' },
    { name: 'empty', kind: 'empty-500' },
  ] as const)('$kind on a read is tried again soon', async ({ name, kind }, { expect }) => {
    const here = await scene(ring, name);
    const { heal } = ailing(ring, readsOf(here), kind);
    await here.push('a.txt');
    const link = await here.until({ reason: 'github-unavailable', state: 'in-sync' });
    heal();
    expect(link.failures).toBeGreaterThan(0);
    expect(inMs(link.retryAt)).toBeLessThanOrEqual(link.failures === 1 ? 5_000 : 30_000);
    await here.until({ reason: 'pull-opened', failures: 0 });
    expect(here.pulls()).toHaveLength(1);
  });

  it.for([
    { name: 'post502', fault: { kind: '502' }, posts: 2 },
    { name: 'done502', fault: { kind: '502', afterWork: true }, posts: 1 },
    { name: 'dropped', fault: { kind: 'drop-after' }, posts: 1 },
    { name: 'undone', fault: { kind: 'drop-before' }, posts: 2 },
    { name: 'post500', fault: { kind: 'empty-500', afterWork: true }, posts: 1 },
  ] as const)('one pull request after POST pulls met $name', async ({ name, fault, posts }, { expect }) => {
    const here = await scene(ring, name);
    ring.github.faults.add({ match: pullsOf(here), times: 1, ...fault });
    const before = ring.github.requests().length;
    const sha = await here.push('a.txt');
    await here.until({ reason: 'pull-opened', state: 'pull-open', lastSyncedSha: sha, pullNumber: 1 });
    await here.idle();
    expect(here.pulls()).toMatchObject([{ number: 1, state: 'open' }]);
    const asked = ring.github
      .requests()
      .slice(before)
      .filter(({ method, path }) => method === 'POST' && path === `/repos/${here.fork}/pulls`);
    expect(asked).toHaveLength(posts);
  });

  it('a request that hangs ends after 10 s', async ({ expect }) => {
    const here = await scene(ring, 'hang');
    const { heal } = ailing(ring, readsOf(here), 'hang');
    const before = Date.now();
    await here.push('a.txt');
    await here.until({ reason: 'github-unavailable' });
    heal();
    expect(Date.now() - before).toBeGreaterThan(9_500);
    await here.until({ reason: 'pull-opened' });
  });
});

/** Not at the same time as the others: it makes GitHub's fork network slow for all. */
describe('the fork network is behind', () => {
  it.each([true, false])('so a pushed head that does not show is waited for (reference old: %s)', async (refs) => {
    const here = await scene(ring, `lag${refs ? 'refs' : ''}`);
    const caughtUp = gate();
    ring.github.lag({ until: caughtUp.opened, refs });
    const reasons = await reasonsOf(here, async () => {
      const sha = await here.push('a.txt');
      await here.until({ reason: 'github-unavailable', state: 'in-sync' });
      caughtUp.open();
      await here.until({ reason: 'pull-opened', state: 'pull-open', decidedOn: sha });
    });
    // Again where nobody caught up within the five seconds of the first wait.
    expect([...new Set(reasons)]).toEqual(['github-unavailable', 'pull-opened']);
    expect(postsOf(here)).toHaveLength(1);
  });
});
