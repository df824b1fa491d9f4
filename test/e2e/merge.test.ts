import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { pullPath } from '../../src/core/config/file.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { answerTo } from './checked.ts';
import { configured, told, write } from './configured.ts';
import { sleeps, untilMerged } from './merging.ts';
import { headOf, operationWith } from './moves.ts';
import { type Scene, type SceneOptions, scene } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const merging = 'PUT /repos/:owner/:repo/pulls/:number/merge';
const merges = (here: Scene) => here.writes().filter((one) => one === merging);

/** A fork whose owner has pull requests merged so. */
async function mergingScene(name: string, merge: string, options: SceneOptions = {}): Promise<Scene> {
  const here = await scene(ring, name, options);
  await write(ring, here, `pull-request:\n  merge: ${merge}\n`);
  await configured(ring, here, 'valid');
  await told(ring, here);
  await here.idle();
  return here;
}

/** The fork's branch requires a check that does not run yet, and a pull request waits for it. */
async function waiting(name: string): Promise<{ here: Scene; sha: string }> {
  const here = await mergingScene(name, 'merge');
  ring.github.requireChecks(here.fork, 'main', ['ci']);
  const sha = await here.push('a.txt');
  await here.until({ reason: 'held-checks', pullNumber: 1 });
  return { here, sha };
}

// By itself: it empties Redis.
it('is merged though Redis forgets all while it waits', async ({ expect }) => {
  const { here, sha } = await waiting('mer-flush');
  const redis = new Redis(ring.redis.url);
  await redis.flushall();
  redis.disconnect();
  await ring.github.runCheck(here.fork, sha, { name: 'ci', conclusion: 'success' });
  await untilMerged(ring, here);
  expect(merges(here)).toHaveLength(1);
  expect(here.pulls()).toMatchObject([{ number: 1, merged: true }]);
});

describe.concurrent('a pull request that is to be merged', () => {
  it('is merged once GitHub calls it clean and its head was there for a minute, whoever asks before', async ({
    expect,
  }) => {
    const { github } = ring;
    const here = await mergingScene('mer-clean', 'merge');
    const sha = await here.push('a.txt');
    const { sentence } = await operationWith(ring, here, 'pull-opened');
    expect(sentence).toContain('Backstroke merges it once GitHub calls it clean');
    expect(here.pulls()[0]?.body).toContain('Backstroke **merges** this by itself (with a merge commit)');
    await here.sync();
    const held = await here.until({ reason: 'held-checks', state: 'held', pullNumber: 1 });
    expect(held.sentence).toContain('waits for a minute from its newest commit on, in which checks may begin');
    expect((held.retryAt?.getTime() ?? 0) - Date.parse(held.mergeability?.headAt ?? '')).toBe(60_000);
    expect(merges(here)).toEqual([]);
    const link = await untilMerged(ring, here);
    expect(link).toMatchObject({ lastSyncedSha: sha, mergeability: null, retryAt: null });
    const { message, parents } = await github.commitOf(here.fork, headOf(ring, here));
    expect(message).toBe(
      `Merge main of up-mer-clean/hello\n\nPull request 1, up to commit ${inFours(sha)} of upstream.`,
    );
    expect(parents).toContain(sha);
    await here.idle();
    expect(merges(here)).toHaveLength(1);
  });

  it('waits for a required check, and is merged within seconds once it passes', async ({ expect }) => {
    const { github } = ring;
    const { here, sha } = await waiting('mer-checks');
    expect((await here.link()).sentence).toContain('waits for a check or a rule that Backstroke cannot see');
    await github.runCheck(here.fork, sha, { name: 'ci', conclusion: 'failure' });
    const failed = await eventually(
      async () => {
        const link = await here.link();
        return link.sentence?.includes('checks that failed (ci)') && link;
      },
      { what: 'the failed check is named' },
    );
    expect(failed).toMatchObject({ reason: 'held-checks', state: 'held', pullNumber: 1 });
    expect(Number(failed.retryAt) - Number(failed.answeredReadAt)).toBeGreaterThanOrEqual(60_000);
    await sleeps(ring, await here.idle());
    await github.runCheck(here.fork, sha, { name: 'ci' });
    await github.runCheck(here.fork, sha, { name: 'ci', conclusion: 'success' });
    await untilMerged(ring, here);
    expect(merges(here)).toHaveLength(1);
  });

  it('is not asked about for the checks of others', async ({ expect }) => {
    const { github } = ring;
    const { here, sha } = await waiting('mer-others');
    const { requested } = await here.idle();
    await github.createBranch(here.fork, 'mine', 'main');
    const mine = await github.commit(here.fork, 'mine', { files: { 'mine.txt': 'mine\n' } });
    await github.runCheck(here.fork, mine, { name: 'ci', conclusion: 'success' });
    await github.runCheck(here.upstream, sha, { name: 'ci', conclusion: 'success' });
    const { number } = await github.openPull({ repo: here.fork, head: 'mine', base: 'main', by: here.owner });
    github.review(here.fork, number, { by: here.owner, state: 'approved' });
    await github.settled();
    expect(await here.link()).toMatchObject({ requested, reason: 'held-checks' });
  });

  it('waits for a reviewer, and for who made it a draft', async ({ expect }) => {
    const { github } = ring;
    const here = await mergingScene('mer-review', 'rebase');
    github.requireReviews(here.fork, 'main', 1);
    const sha = await here.push('a.txt');
    await here.until({ reason: 'held-checks' });
    expect((await here.link()).sentence).toContain('waits for an approving review: see');
    github.setDraft(here.fork, 1, true, here.owner);
    const mona = github.createUser('mona-mer-review').login;
    github.grant(here.fork, mona, 'push');
    github.review(here.fork, 1, { by: mona, state: 'changes_requested' });
    await says(here, 'to mark it as ready for review and what a reviewer asked to be changed');
    github.review(here.fork, 1, { by: mona, state: 'approved' });
    await says(here, 'waits for somebody to mark it as ready for review: see');
    github.setDraft(here.fork, 1, false, here.owner);
    await untilMerged(ring, here);
    expect((await github.commitOf(here.fork, headOf(ring, here))).message).toBe('Add a.txt');
    expect(headOf(ring, here)).not.toBe(sha);
  });

  it('is merged with its head in the fork, too, which goes then', async ({ expect }) => {
    const { github } = ring;
    const here = await mergingScene('mer-fork', 'merge\n  head: fork');
    const sha = await here.push('a.txt');
    await untilMerged(ring, here);
    expect(here.pulls()).toMatchObject([{ merged: true, head: { repository: here.fork, sha } }]);
    const heads = () => Object.keys(github.refs(here.fork)).filter((ref) => ref.startsWith('refs/heads/backstroke/'));
    await eventually(() => heads().length === 0, { what: 'the head is gone' });
    expect(merges(here)).toHaveLength(1);
  });

  it('says which way to merge the repository does not allow, until it does', async ({ expect }) => {
    const { github } = ring;
    const here = await mergingScene('mer-method', 'squash');
    github.allowMerges(here.fork, ['merge']);
    await here.push('a.txt');
    const link = await here.until({ reason: 'branch-protected', state: 'failing' });
    expect(link.sentence).toMatch(
      /tick “Allow squash merging” under Pull Requests, or have \S+ say another `merge`\.$/,
    );
    expect(merges(here)).toEqual([]);
    github.allowMerges(here.fork, ['squash']);
    await here.sync();
    await untilMerged(ring, here);
    expect(merges(here)).toHaveLength(1);
  });

  it('by a squash is warned of where the file is accepted, ours or that of wei/pull', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'mer-warned');
    const ours = await answerTo(ring, here, await write(ring, here, 'pull-request:\n  merge: squash\n'));
    expect(ours).toMatchObject({ conclusion: 'success', title: '1 branch is kept up to date, with a warning' });
    expect(ours.summary).toContain("`squash` gives the fork one commit in the place of upstream's");
    await write(ring, here, null);
    const rules = 'version: "1"\nrules:\n  - base: main\n    upstream: up-mer-warned:main\n    mergeMethod: squash\n';
    const theirs = await github.commit(here.fork, 'main', { files: { [pullPath]: rules } });
    expect((await answerTo(ring, here, theirs)).summary).toContain('`squash` gives the fork one commit');
    await here.push('a.txt');
    await untilMerged(ring, here);
    expect(await github.commitOf(here.fork, headOf(ring, here))).toMatchObject({
      message: expect.stringMatching(/^Merge main of up-mer-warned\/hello\n/),
      parents: [theirs],
    });
  });
});

/** Once the link's sentence has these words. */
function says(here: Scene, words: string) {
  return eventually(
    async () => {
      const { sentence } = await here.link();
      if (!sentence?.includes(words)) throw new Error(sentence ?? 'nothing');
      return true;
    },
    { what: words },
  );
}

/** As the message of a commit has it: no reference. */
function inFours(sha: string): string {
  return sha.slice(0, 12).replace(/.{4}(?=.)/g, '$&\u{202F}');
}
