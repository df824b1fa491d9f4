import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { path } from './configured.ts';
import { type Scene, scene } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  // No tick comes in between what is counted here.
  ring = await startRing({ without: ['dispatcher'] });
});
afterAll(() => ring?.stop());

const headOf = (here: Scene) => ring.github.head(here.fork, 'main') ?? '';
const runs = (here: Scene) => ring.github.checkRuns(here.fork, headOf(here));
/** Requests of the fork's installation so far that are about check runs. */
const requests = (here: Scene) =>
  ring.github
    .requests()
    .filter(({ installationId, path }) => installationId === here.installation && path.includes('/check-runs'))
    .map(({ method }) => method);

describe.concurrent('a link that needs a person', () => {
  it('says so by one check run on the branch, once, until it is cured', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'told');
    github.setPullsEnabled(here.fork, false);
    await here.push('a.txt');
    const link = await here.until({ reason: 'pulls-disabled', state: 'failing' });
    const [run, ...more] = runs(here);
    expect(more).toEqual([]);
    expect(run).toMatchObject({
      name: 'Backstroke',
      status: 'completed',
      conclusion: 'action_required',
      externalId: link.id,
      title: 'No pull requests from Backstroke',
    });
    expect(run?.summary).toContain('`octo-told/hello` takes no pull requests from the App');
    expect(run?.summary).toContain(`<${github.url}/octo-told/hello/settings>`);
    expect(link.check).toEqual({ id: run?.id, sha: headOf(here), reason: 'pulls-disabled' });
    expect(requests(here)).toEqual(['GET', 'POST']);

    await here.push('b.txt');
    await here.answered();
    await here.sync();
    await here.answered();
    expect(await here.until({ reason: 'pulls-disabled' })).toMatchObject({ check: link.check });
    expect(requests(here)).toEqual(['GET', 'POST']);

    github.setPullsEnabled(here.fork, true);
    await here.sync();
    await here.until({ reason: 'pull-opened', check: null });
    expect(runs(here)).toMatchObject([{ id: run?.id, conclusion: 'success', title: 'Nobody is needed any more' }]);
    expect(runs(here)[0]?.summary).toContain('/octo-told/hello/pull/1> was opened with 2 commits');
    expect(requests(here)).toEqual(['GET', 'POST', 'PATCH']);
  });

  it('says another reason in the same place', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'another');
    github.setPullsEnabled(here.fork, false);
    await here.push('a.txt');
    const { check } = await here.until({ reason: 'pulls-disabled' });
    github.setPermissions(here.installation, { contents: 'read', pull_requests: 'read', checks: 'write' });
    await eventually(async () => (await here.link()).check?.reason === 'missing-permission');
    expect(runs(here)).toMatchObject([
      { id: check?.id, conclusion: 'action_required', title: 'A permission is missing' },
    ]);
    expect((await here.link()).check).toEqual({ ...check, reason: 'missing-permission' });
  });

  it('is as it is when GitHub takes no check run', async () => {
    const { github } = ring;
    const here = await scene(ring, 'nochecks', { permissions: { contents: 'read', pull_requests: 'write' } });
    github.setPullsEnabled(here.fork, false);
    await here.push('a.txt');
    await here.until({ reason: 'pulls-disabled', state: 'failing', check: null });
    const { id } = await here.link();
    const refused = 'GitHub refused the check run of a link';
    await ring.worker.waitForLine(({ json }) => json?.linkId === id && json.msg === refused);
  });

  it('has no second one when the answer to the first was lost', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'lost');
    github.setPullsEnabled(here.fork, false);
    github.faults.add({
      match: { method: 'POST', path: new RegExp(`^/repos/${here.fork}/check-runs$`) },
      kind: 'drop-after',
      times: 1,
    });
    await here.push('a.txt');
    await here.until({ reason: 'pulls-disabled', check: null });
    expect(runs(here)).toHaveLength(1);
    await here.sync();
    await eventually(async () => (await here.link()).check?.reason === 'pulls-disabled');
    expect(runs(here)).toHaveLength(1);
    expect((await here.link()).check?.id).toBe(runs(here)[0]?.id);
  });

  it('has none where there is no commit to put it on', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'nowhere', {
      // It names the branch, so that the link does not go along with the default branch.
      before: async ({ fork }) => {
        await github.commit(fork, 'main', { files: { [path]: 'branches: [main]\n' } });
        await github.createBranch(fork, 'other', 'main');
      },
    });
    github.setDefaultBranch(here.fork, 'other', { silent: true });
    const sha = headOf(here);
    await github.deleteBranch(here.fork, 'main');
    const pushed = await here.push('a.txt');
    await here.until({ reason: 'fork-branch-missing', check: null, decidedOn: pushed });
    expect(github.checkRuns(here.fork, sha)).toEqual([]);
    expect(requests(here)).toEqual([]);
  });
});
