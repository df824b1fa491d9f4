import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { configChecks, installations, repositories } from '../../src/db/schema.ts';
import { recordDelivery } from '../../src/server/webhooks/record.ts';
import { testDatabase } from '../support/database.ts';
import { payload } from '../support/payloads.ts';
import { anInstallation, aRepository } from '../support/rows.ts';
import { webHere } from '../support/web-hooks.ts';

const database = testDatabase();
const here = webHere(database);

interface Push {
  ref: string;
  before: string;
  created: boolean;
  deleted: boolean;
  forced: boolean;
  commits: { added: string[]; removed: string[]; modified: string[] }[];
  repository: { id: number; name: string; default_branch: string };
  installation: { id: number };
}

const path = '.github/backstroke.yml';
const pull = '.github/pull.yml';
const zeros = '0'.repeat(40);
let last = 0;

/** GitHub's own example of a push, to a repository of ours; returns what it asked for. */
async function pushed(changed: Partial<Push>, name = 'hello') {
  const installationId = await anInstallation(database.db);
  const repositoryId = await aRepository(database.db, { installationId, name });
  const example = payload<Push>('push', ({ ref }) => ref === 'refs/heads/master');
  const repository = { ...example.repository, id: repositoryId, name, default_branch: 'master' };
  const commits = (changed.commits ?? []).map((files) => ({ ...example.commits[0], ...files }));
  const body = { ...example, ...changed, commits, repository, installation: { id: installationId } };
  last += 1;
  await recordDelivery({ id: `guid-config-${last}`, event: 'push', payload: body }, here.web.context);
  const [row] = await database.db.select().from(repositories).where(eq(repositories.id, repositoryId));
  const [owner] = await database.db.select().from(installations).where(eq(installations.id, installationId));
  const checks = await database.db.select().from(configChecks).where(eq(configChecks.repositoryId, repositoryId));
  return {
    read: row?.configRequestedAt !== null,
    refresh: owner?.refreshRequestedAt !== null,
    compare: checks.map((check) => check.compareSha),
    woken: here.web.configWakes() > 0,
  };
}

const files = (changed: Partial<Push['commits'][number]>) => [{ added: [], removed: [], modified: [], ...changed }];
const nothing = { read: false, refresh: false, compare: [], woken: false };
const before = 'b'.repeat(40);

describe('a push', () => {
  test.each<[string, Partial<Push>, object]>([
    ['that touches other files', { commits: files({ modified: ['README.md'] }) }, nothing],
    [
      'that adds the file',
      { commits: files({ added: [path] }) },
      { ...nothing, read: true, compare: [null], woken: true },
    ],
    [
      'that changes the file in one of its commits',
      { commits: [...files({}), ...files({ modified: [path] })] },
      { ...nothing, read: true, compare: [null], woken: true },
    ],
    [
      'that makes it a directory',
      { commits: files({ added: [`${path}/a.yml`] }) },
      { ...nothing, read: true, compare: [null], woken: true },
    ],
    [
      'that removes the file',
      { commits: files({ removed: [path] }) },
      { ...nothing, read: true, compare: [null], woken: true },
    ],
    [
      'of a branch that is not the default',
      { ref: 'refs/heads/topic', commits: files({ added: [path] }) },
      { ...nothing, compare: [null], woken: true },
    ],
    ['that was forced', { forced: true }, { ...nothing, read: true, compare: [before], woken: true }],
    [
      'of more commits than a delivery lists',
      { commits: Array.from({ length: 2_048 }, () => files({})).flat() },
      { ...nothing, read: true, compare: [before], woken: true },
    ],
    ['that makes the default branch', { created: true, before: zeros }, { ...nothing, read: true, woken: true }],
    ['that makes another branch', { ref: 'refs/heads/topic', created: true, before: zeros }, nothing],
  ])('%s', async (_, changed, expected) => {
    expect(await pushed({ created: false, deleted: false, forced: false, before, ...changed })).toEqual(expected);
  });

  test.each<[string, Partial<Push>, object, string?]>([
    [
      'is compared',
      { commits: files({ modified: [pull] }) },
      { ...nothing, read: true, compare: [before], woken: true },
    ],
    [
      'is sure with one that touches ours too',
      { commits: files({ modified: [pull], added: [path] }) },
      { ...nothing, read: true, compare: [null], woken: true },
    ],
    [
      'cannot be compared in a new branch',
      { ref: 'refs/heads/topic', created: true, before: zeros, commits: files({ added: [pull] }) },
      { ...nothing, compare: [null], woken: true },
    ],
    ["is nothing in the owner's defaults", { commits: files({ added: [pull] }) }, nothing, '.github'],
  ])('that touches the file of wei/pull %s', async (_, changed, expected, name) => {
    expect(await pushed({ created: false, deleted: false, forced: false, before, ...changed }, name)).toEqual(expected);
  });

  test('that deletes a branch asks nothing', async () => {
    const gone = { after: zeros, deleted: true, forced: true, ref: 'refs/heads/topic' };
    expect(await pushed(gone as Partial<Push>)).toEqual(nothing);
  });

  test("to the owner's defaults asks for all repositories of the installation", async () => {
    expect(await pushed({ commits: files({ modified: [path] }) }, '.github')).toEqual({
      read: false,
      refresh: true,
      compare: [null],
      woken: true,
    });
    expect(here.web.wakes()).toBe(1);
  });
});

interface PullRequest {
  action: string;
  pull_request: {
    base: { ref: string; sha: string; repo: { id: number } };
    head: { sha: string };
    user: { type: string };
  };
  repository: { id: number; default_branch: string };
  changes?: object;
}

describe('a pull request', () => {
  const opened = async (given: { action?: string; ref?: string; type?: string; changes?: object }) => {
    const installationId = await anInstallation(database.db);
    const id = await aRepository(database.db, { installationId });
    const action = given.action ?? 'opened';
    // GitHub's examples have no edit: it is an opening with what changed beside it.
    const like = action === 'edited' ? 'opened' : action;
    const example = { ...payload<PullRequest>('pull_request', (one) => one.action === like), action };
    const { pull_request: pull, repository } = example;
    const base = { ...pull.base, ref: given.ref ?? repository.default_branch, repo: { id } };
    const user = { ...pull.user, type: given.type ?? 'User' };
    const { changes } = given;
    const body = { ...example, ...(changes ? { changes } : {}), pull_request: { ...pull, base, user } };
    last += 1;
    await recordDelivery({ id: `guid-config-${last}`, event: 'pull_request', payload: body }, here.web.context);
    const checks = await database.db.select().from(configChecks).where(eq(configChecks.repositoryId, id));
    return checks.map(({ headSha, compareSha }) => headSha === pull.head.sha && compareSha === pull.base.sha);
  };

  test.each([
    ['into the default branch is looked at', {}, [true]],
    ['with new commits too', { action: 'synchronize' }, [true]],
    ['reopened too', { action: 'reopened' }, [true]],
    ['into another branch is not', { ref: 'topic' }, []],
    ['of a bot is not', { type: 'Bot' }, []],
    ['that is closed is not', { action: 'closed' }, []],
    ['of which the title changed is not', { action: 'edited', changes: { title: { from: 'x' } } }, []],
    [
      'pointed at the default branch is',
      { action: 'edited', changes: { base: { ref: { from: 'x' }, sha: { from: 'y' } } } },
      [true],
    ],
  ])('%s', async (_, given, expected) => {
    expect(await opened(given)).toEqual(expected);
  });
});
