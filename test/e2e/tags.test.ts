import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { write } from './configured.ts';
import { requestsOf } from './moves.ts';
import { type Scene, type SceneOptions, scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const creating = 'POST /repos/:owner/:repo/git/refs';

async function tagged(name: string, tags: string, options: SceneOptions = {}): Promise<Scene> {
  const here = await scene(ring, name, options);
  await write(ring, here, `tags: ${tags}\nbranches: [{ from: main, strategy: merge }]\n`);
  await eventually(async () => (await here.link()).settings.tags);
  await here.idle();
  return here;
}

const tagsOf = (repository: string) =>
  Object.fromEntries(
    Object.entries(ring.github.refs(repository)).flatMap(([ref, sha]) =>
      ref.startsWith('refs/tags/') ? [[ref.slice('refs/tags/'.length), sha]] : [],
    ),
  );
const given = (here: Scene, names: string[]) =>
  eventually(() => names.every((name) => tagsOf(here.fork)[name] !== undefined), { what: `tags ${names}` });

// By itself: it empties Redis.
it('tags come with the commits they are on, and after Redis was emptied', async ({ expect }) => {
  const { github } = ring;
  const here = await tagged('t-both', 'new');
  const redis = new Redis(ring.redis.url);
  const sha = await here.push('a.txt');
  await github.createTag(here.upstream, 'v1', sha);
  await redis.flushall();
  redis.disconnect();
  await given(here, ['v1']);
  await here.until({ lastSyncedSha: sha, state: 'in-sync' });
  expect(tagsOf(here.fork)).toEqual({ v1: sha });
});

describe.concurrent('tags', () => {
  it('new: as they are, annotated ones too; one that is there is never moved', async ({ expect }) => {
    const { github } = ring;
    const here = await tagged('t-new', 'new', {
      upstreamInstalled: false,
      before: async ({ upstream }) => {
        await github.createTag(upstream, 'old', 'main');
      },
    });
    const first = await here.push('a.txt');
    await here.until({ lastSyncedSha: first });
    await here.idle();
    await github.createTag(here.fork, 'ours', 'main');
    const kept = tagsOf(here.fork).ours;
    await github.createTag(here.upstream, 'ours', first);
    await github.createTag(here.upstream, 'v1', first);
    const object = await github.createTag(here.upstream, 'v2', first, { message: 'Two' });
    await given(here, ['old', 'v1', 'v2']);
    expect(tagsOf(here.fork)).toEqual({ old: tagsOf(here.upstream).old, ours: kept, v1: first, v2: object });
    expect(object).not.toBe(first);
    await here.until({ reason: 'tags-created', state: 'in-sync' });
  });

  it('a pattern: only what matches, and nothing is asked for when nothing is new', async ({ expect }) => {
    const { github } = ring;
    const here = await tagged('t-glob', 'v*');
    const sha = await here.push('a.txt');
    await here.until({ lastSyncedSha: sha });
    await github.createTag(here.upstream, 'nightly', sha);
    await github.createTag(here.upstream, 'v1', sha);
    await given(here, ['v1']);
    await ticked(ring);
    await here.idle();
    const before = ring.github.requests().length;
    await ticked(ring);
    expect(requestsOf(ring, here, before).filter((one) => one !== 'Heads')).toEqual([]);
    const next = await here.push('b.txt');
    await here.until({ lastSyncedSha: next });
    expect(requestsOf(ring, here, before)).not.toContain('GET /repos/:owner/:repo/git/matching-refs/*ref');
    expect(Object.keys(tagsOf(here.fork))).toEqual(['v1']);
    expect(here.writes().filter((one) => one === creating)).toHaveLength(1);
  });

  it('none: none', async ({ expect }) => {
    const here = await scene(ring, 't-none');
    const sha = await here.push('a.txt');
    await ring.github.createTag(here.upstream, 'v1', sha);
    await here.until({ reason: 'pull-opened' });
    await ticked(ring);
    await here.idle();
    expect(tagsOf(here.fork)).toEqual({});
  });
});
