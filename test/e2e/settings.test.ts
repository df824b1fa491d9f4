import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { HOUR } from '../../src/core/duration.ts';
import { links } from '../../src/db/schema.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { asInstallation } from '../sandbox/support.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { configured, path, repositoryOf, told, write } from './configured.ts';
import { type Scene, scene } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  // No tick comes in between what is counted here.
  ring = await startRing({ without: ['dispatcher'] });
});
afterAll(() => ring?.stop());

/** What upstream has, and what the fork has of its own, which is its file. */
const comparing = 'GET /repos/:owner/:repo/compare/*basehead';
const opening = 'POST /repos/:owner/:repo/pulls';
const labelling = 'PATCH /repos/:owner/:repo/issues/:number';
const asking = 'POST /repos/:owner/:repo/pulls/:number/requested_reviewers';

/** The fork's owner writes these lines, and they are in use. */
async function configure(here: Scene, lines: string[]): Promise<void> {
  await write(ring, here, lines.map((line) => `${line}\n`).join(''));
  await configured(ring, here, 'valid');
  await told(ring, here);
  await here.idle();
  // An operation that found the file before web had read it has it read once more.
  await eventually(async () => (await repositoryOf(ring, here))?.configRequestedAt === null, {
    what: 'the file is read',
  });
}

/** As if it was synced then. */
async function syncedAt(here: Scene, lastSyncedAt: Date): Promise<void> {
  const { id } = await here.link();
  await ring.database.db.update(links).set({ lastSyncedAt }).where(eq(links.id, id));
}

/** Requests of the fork's installation since `before`, but for its tokens. */
const asked = (here: Scene, before: number) =>
  ring.github
    .requests()
    .slice(before)
    .filter(({ installationId, route }) => installationId === here.installation && !route?.startsWith('/app/'))
    .map(({ method, route, operationName }) => operationName ?? `${method} ${route}`);

const onIssue = (here: Scene): Fault['match'] => ({
  method: 'PATCH',
  path: new RegExp(`^/repos/${here.fork}/issues/`),
});

describe.concurrent('a pull request', () => {
  it('looks as the file says, at the cost of one request for each of its parts', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'dressed');
    for (const login of ['mona', 'ada']) github.createUser(login);
    for (const login of ['mona', 'ada']) github.grant(here.fork, login, 'push');
    github.createLabel(here.fork, 'upstream');
    await configure(here, ['pull-request:', '  labels: [upstream]', '  assignees: [mona]', '  reviewers: [ada]']);
    const before = github.requests().length;
    await here.push('a.txt');
    const link = await here.until({ reason: 'pull-opened', state: 'pull-open' });
    expect(asked(here, before)).toEqual(['Observe', comparing, comparing, opening, labelling, asking]);
    expect(here.pulls()).toMatchObject([
      { draft: false, labels: ['upstream'], assignees: ['mona'], reviewers: ['ada'] },
    ]);
    expect(link.sentence).not.toContain('settings');
  });

  it('is open whatever GitHub refuses of the rest, which is told', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'refused');
    github.createUser('passer-by');
    await configure(here, ['pull-request:', '  labels: [no such label]', '  reviewers: [passer-by]']);
    await here.push('a.txt');
    const link = await here.until({ reason: 'pull-opened', state: 'pull-open', pullNumber: 1 });
    expect(link.sentence).toContain('You do not have permission to create labels');
    expect(link.sentence).toContain('Reviews may only be requested from collaborators');
    await here.idle();
    await here.sync();
    await here.until({ reason: 'pull-open' });
    expect(here.writes()).toEqual([opening, labelling, asking]);
  });

  it('gets what is right of what the file says where a part of it is wrong', async ({ expect }) => {
    const here = await scene(ring, 'partly');
    ring.github.createUser('grace');
    ring.github.grant(here.fork, 'grace', 'push');
    await configure(here, ['pull-request:', '  labels: [no such label, bug]', '  assignees: [grace]']);
    await here.push('a.txt');
    const link = await here.until({ reason: 'pull-opened', state: 'pull-open', pullNumber: 1 });
    expect(link.sentence?.match(/You do not have permission to create labels/g)).toHaveLength(1);
    expect(here.pulls()).toMatchObject([{ labels: ['bug'], assignees: ['grace'] }]);
    const adding = 'POST /repos/:owner/:repo/issues/:number/labels';
    expect(here.writes()).toEqual([opening, labelling, labelling, adding, adding]);
  });

  it('keeps what people did to it', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'people');
    github.createLabel(here.fork, 'upstream');
    await configure(here, ['pull-request:', '  labels: [upstream]']);
    await here.push('a.txt');
    await here.until({ reason: 'pull-opened' });
    await here.idle();
    const [owner, repo] = here.fork.split('/');
    await asInstallation(github, here.installation).request(
      'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}',
      { owner: owner ?? '', repo: repo ?? '', issue_number: 1, name: 'upstream' },
    );
    await here.push('b.txt');
    await here.until({ reason: 'pull-updated' });
    expect(here.pulls()).toMatchObject([{ number: 1, labels: [] }]);
  });

  it.for([
    { name: 'limited', fault: { kind: 'secondary-limit', ms: 3_000 } },
    { name: 'broken', fault: { kind: '502' } },
    { name: 'doneandlost', fault: { kind: 'drop-after' } },
  ] as const)('is opened once and gets the rest later: $name', async ({ name, fault }, { expect }) => {
    const { github } = ring;
    const here = await scene(ring, name);
    github.grant(here.fork, github.createUser(`reviewer-${name}`).login, 'push');
    github.createLabel(here.fork, 'upstream');
    await configure(here, ['pull-request:', '  labels: [upstream]', `  reviewers: [reviewer-${name}]`]);
    github.faults.add({ match: onIssue(here), times: 1, ...fault });
    await here.push('a.txt');
    await here.until({ reason: 'pull-opened', state: 'pull-open', pullNumber: 1 });
    expect(here.pulls()).toMatchObject([{ number: 1, labels: ['upstream'], reviewers: [`reviewer-${name}`] }]);
    expect(here.writes().filter((one) => one === opening)).toHaveLength(1);
    expect((await here.reasons()).slice(-2)).toEqual([
      name === 'limited' ? 'rate-limited' : 'github-unavailable',
      'pull-opened',
    ]);
  });
});

describe.concurrent('no pull request is opened', () => {
  it('within the period, unless a person asks', async ({ expect }) => {
    const here = await scene(ring, 'period');
    await configure(here, ['every: 1h']);
    const lastSyncedAt = new Date();
    await syncedAt(here, lastSyncedAt);
    const sha = await here.push('a.txt');
    const held = await here.until({ reason: 'held-interval', state: 'held', decidedOn: sha });
    expect(held.retryAt?.getTime()).toBe(lastSyncedAt.getTime() + HOUR);
    expect(held.sentence).toContain(`wait until ${held.retryAt?.toISOString()}`);
    expect(here.pulls()).toEqual([]);
    await here.sync();
    await here.until({ reason: 'pull-opened', state: 'pull-open' });
  });

  it('where upstream asks for none, and one that is open stays', async ({ expect }) => {
    const { github } = ring;
    const wish = { files: { [path]: 'forks:\n  accept: false\n' } };
    const here = await scene(ring, 'wish');
    await github.commit(here.upstream, 'main', wish);
    const link = await here.until({ reason: 'upstream-opted-out', state: 'disabled' });
    expect((link.retryAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(23 * HOUR);
    expect(link.sentence).toContain('up-wish/hello asks not to be the head');
    expect(here.pulls()).toEqual([]);

    const other = await scene(ring, 'late');
    await other.push('a.txt');
    await other.until({ reason: 'pull-opened' });
    await other.idle();
    await github.commit(other.upstream, 'main', wish);
    await other.until({ reason: 'pull-updated', state: 'pull-open' });
    expect(other.pulls()).toMatchObject([{ number: 1, state: 'open' }]);
  });
});
