/** Branches that appear and disappear, on either side, and those that are created. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { links } from '../../src/db/schema.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { branchesOf, branchLink, syncLink } from './branches.ts';
import { become, configured, linksOf, told, write } from './configured.ts';
import { scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const creating = 'branches: [main, {from: "release/*", to: "up/release/*", create: true}]\n';

describe.concurrent('a branch that the file says to create', () => {
  it("is made at upstream's head, and followed from then on", async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'create', {
      before: ({ upstream }) => github.createBranch(upstream, 'release/1', 'main'),
    });
    const first = await here.push('a.txt', { branch: 'release/1' });
    // Told once the branch is followed, it would be looked at again.
    await github.settled();
    await write(ring, here, creating);
    const link = await branchLink(ring, here, 'up/release/1', { lastSyncedSha: first });
    expect(link).toMatchObject({ reason: 'branch-created', state: 'in-sync', decidedOn: first, pullNumber: null });
    expect(branchesOf(ring, here.fork)).toMatchObject({ 'up/release/1': first });
    expect(here.writes()).toEqual(['POST /repos/:owner/:repo/git/refs']);
    const sha = await here.push('b.txt', { branch: 'release/1' });
    await branchLink(ring, here, 'up/release/1', { state: 'pull-open', decidedOn: sha });
    expect(here.pulls()).toMatchObject([{ base: { branch: 'up/release/1' }, head: { label: 'up-create:release/1' } }]);
  });

  it('stays away once it was deleted, until it is released', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'deleted', {
      before: ({ upstream }) => github.createBranch(upstream, 'release/1', 'main'),
    });
    await write(ring, here, creating);
    const { id } = await branchLink(ring, here, 'up/release/1', { reason: 'branch-created' });
    // Not a moment ago, when GitHub might only not show it yet.
    const seenAt = new Date(Date.now() - 120_000);
    await ring.database.db.update(links).set({ branchSeenAt: seenAt }).where(eq(links.id, id));
    await github.deleteBranch(here.fork, 'up/release/1');
    const gone = await branchLink(ring, here, 'up/release/1', { reason: 'fork-branch-missing' });
    expect(gone).toMatchObject({ id, state: 'failing', heldSince: seenAt });
    expect(gone.sentence).toContain('was deleted');
    const sha = await here.push('b.txt', { branch: 'release/1' });
    await branchLink(ring, here, 'up/release/1', { reason: 'fork-branch-missing', decidedOn: sha });
    expect(branchesOf(ring, here.fork)).not.toHaveProperty('up/release/1');
    await syncLink(ring, here, gone, { release: true });
    await branchLink(ring, here, 'up/release/1', { reason: 'branch-created', heldSince: null });
    expect(branchesOf(ring, here.fork)).toMatchObject({ 'up/release/1': sha });
  });

  it.for([
    ['a rule of the fork', 'branch-protected', undefined],
    ['a workflow that the App may not write', 'missing-permission', { contents: 'write', pull_requests: 'write' }],
  ] as const)('and is kept from it by %s: says so', async ([_, reason, permissions], { expect }) => {
    const { github } = ring;
    const here = await scene(ring, `kept-${reason}`, {
      ...(permissions ? { permissions } : {}),
      before: async ({ upstream, fork }) => {
        await github.createBranch(upstream, 'release/1', 'main');
        const files = { '.github/workflows/a.yml': 'on: push\n' };
        await github.commit(upstream, 'release/1', { files });
        github.setProtected(fork, 'up/release/1', true);
      },
    });
    await write(ring, here, creating);
    const link = await branchLink(ring, here, 'up/release/1', { reason });
    expect(link).toMatchObject({ state: 'failing', lastSyncedSha: null });
    expect(branchesOf(ring, here.fork)).not.toHaveProperty('up/release/1');
    if (permissions) return;
    github.setProtected(here.fork, 'up/release/1', false);
    await syncLink(ring, here, link);
    await branchLink(ring, here, 'up/release/1', { reason: 'branch-created' });
  });
});

describe.concurrent('a branch that a link by name follows', () => {
  it('is not created by itself, and the sentence says what has it created', async ({ expect }) => {
    const here = await scene(ring, 'named');
    await write(ring, here, 'branches: [main, {from: main, to: copy}]\n');
    const link = await branchLink(ring, here, 'copy', { reason: 'fork-branch-missing' });
    expect(link.sentence).toContain('write create: true for it');
    await write(ring, here, 'branches: [main, {from: main, to: copy, create: true}]\n');
    await branchLink(ring, here, 'copy', { reason: 'branch-created' });
    await become(ring, here, { 'main < up-named:main': 'on', 'copy < up-named:main': 'on' });
    await eventually(() => branchesOf(ring, here.fork).copy);
  });
});

describe.concurrent('a branch that a glob matches', () => {
  const globs = 'branches: [main, {from: "release/*", create: true}, {from: "old/*"}]\n';

  it.for([
    ['with the App on upstream', true],
    ['without it', false],
  ] as const)(
    'is followed once it appears there, and no more once it is gone: %s',
    async ([_, upstreamInstalled], { expect }) => {
      const { github } = ring;
      const name = upstreamInstalled ? 'appear' : 'appear-alone';
      const here = await scene(ring, name, { upstreamInstalled });
      await write(ring, here, globs);
      await configured(ring, here, 'valid');
      await github.createBranch(here.upstream, 'release/1', 'main');
      await branchLink(ring, here, 'release/1', { reason: 'branch-created' });
      expect(await linksOf(ring, here)).toEqual({
        [`main < up-${name}:main`]: 'on',
        [`release/1 < up-${name}:release/1`]: 'on',
      });
      await github.deleteBranch(here.upstream, 'release/1');
      await become(ring, here, { [`main < up-${name}:main`]: 'on', [`release/1 < up-${name}:release/1`]: 'disabled' });
      // What the fork has is its own.
      expect(branchesOf(ring, here.fork)).toHaveProperty('release/1');
      await github.createBranch(here.upstream, 'release/1', 'main');
      await become(ring, here, { [`main < up-${name}:main`]: 'on', [`release/1 < up-${name}:release/1`]: 'on' });
    },
  );

  it('is followed once the fork has it, where it is not created', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'appear-here', {
      upstreamInstalled: false,
      before: ({ upstream }) => github.createBranch(upstream, 'old/1', 'main'),
    });
    await write(ring, here, globs);
    await configured(ring, here, 'valid');
    expect(await linksOf(ring, here)).toEqual({ 'main < up-appear-here:main': 'on' });
    await github.createBranch(here.fork, 'old/1', 'main');
    await branchLink(ring, here, 'old/1', { reason: 'up-to-date' });
  });

  it('is looked for only where somebody pushed', async () => {
    const { github } = ring;
    const here = await scene(ring, 'quiet', { upstreamInstalled: false });
    const long = new Date(Date.now() - 3_600_000);
    github.setPushedAt(here.upstream, long);
    await write(ring, here, globs);
    await configured(ring, here, 'valid');
    await told(ring, here);
    const lists = () =>
      github
        .requests()
        .filter((request) => request.installationId === here.installation && request.route?.endsWith('/branches'))
        .length;
    // The file's own readings come to an end, and no look at upstream makes another.
    let before = 0;
    await eventually(async () => {
      before = lists();
      await ticked(ring);
      return before > 0 && lists() === before;
    });
    await here.push('a.txt');
    await eventually(() => lists() > before);
  });
});
