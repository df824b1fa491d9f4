import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { become, configured, linksOf, path, write } from './configured.ts';
import { scene } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

describe.concurrent('a configuration', () => {
  it('names an upstream of the network, and no other', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'named', {
      before: async ({ upstream }) => {
        github.createUser('cousin');
        await github.fork({ source: upstream, owner: 'cousin' });
        github.createUser('stranger');
        await github.createRepository({ owner: 'stranger', name: 'hello' });
      },
    });
    await write(ring, here, 'upstream: stranger/hello\n');
    const row = await configured(ring, here, 'invalid');
    expect(row.configProblem).toContain('stranger/hello');
    expect(await linksOf(ring, here)).toEqual({ 'main < up-named:main': 'on' });
    await write(ring, here, 'branches:\n  - from: cousin:main\n    to: main\n');
    await become(ring, here, { 'main < up-named:main': 'disabled', 'main < cousin:main': 'on' });
  });

  it("takes from the owner's defaults what the fork does not say", async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'owner', {
      before: async ({ owner, upstream }) => {
        await github.createRepository({ owner, name: '.github', files: { 'README.md': 'me\n' } });
        await github.fork({ source: upstream, owner, name: 'quiet' });
        const text = 'every: 2d\nrepositories:\n  Quiet:\n    enabled: false\n';
        await github.commit(`${owner}/.github`, 'main', { files: { [path]: text } });
      },
    });
    expect((await here.link()).settings.everyMs).toBe(2 * 86_400_000);
    await write(ring, here, 'every: 3d\n');
    await eventually(async () => (await here.link()).settings.everyMs === 3 * 86_400_000);
    await write(ring, here, null);
    await eventually(async () => (await here.link()).settings.everyMs === 2 * 86_400_000);
  });
});
