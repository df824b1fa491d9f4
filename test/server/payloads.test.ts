/** GitHub's own payloads of the events we take, about what a test has in its tables. */
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { deliveries, installations, links } from '../../src/db/schema.ts';
import { handledEvents, recordDelivery } from '../../src/server/webhooks/record.ts';
import { testDatabase } from '../support/database.ts';
import { errorLevel } from '../support/memory-log.ts';
import { examplesOf, type Json } from '../support/payloads.ts';
import { aLink, anInstallation, aRepository } from '../support/rows.ts';
import { webHere } from '../support/web-hooks.ts';

const database = testDatabase();
const here = webHere(database, 'all');

let last = 0;

/** Records a payload about an installation and a linked fork of ours; returns what it asked for. */
async function told(event: string, example: Json) {
  const installationId = await anInstallation(database.db);
  const forkId = await aRepository(database.db, { installationId });
  const branch = branchOf(example);
  const link = await aLink(database.db, { forkId, forkBranch: branch, reason: 'missing-permission' });
  last += 1;
  const id = `guid-payload-${last}`;
  await recordDelivery({ id, event, payload: about(example, { installationId, forkId }) }, here.web.context);
  const [installation] = await database.db.select().from(installations).where(eq(installations.id, installationId));
  const [row] = await database.db.select().from(links).where(eq(links.id, link.id));
  const remembered = await database.db.select().from(deliveries).where(eq(deliveries.guid, id));
  return {
    refresh: installation?.refreshRequestedAt !== null,
    asked: (row?.requested ?? 0) > 0,
    remembered: remembered.length === 1,
    concluded: row?.state !== link.state || row?.reason !== link.reason,
  };
}

const branchOf = ({ ref, pull_request }: Json) =>
  String(ref ?? (pull_request as { base: { ref: string } } | undefined)?.base.ref ?? 'main').replace('refs/heads/', '');

/** The payload with every field it has, about our installation and our fork: ids are what everything goes by. */
function about(example: Json, ours: { installationId: number; forkId: number }): Json {
  const payload = structuredClone(example);
  const { installation, repository, pull_request } = payload as Record<string, { id: number } | undefined>;
  if (installation) installation.id = ours.installationId;
  if (repository) repository.id = ours.forkId;
  const base = (pull_request as { base?: { repo: { id: number } } } | undefined)?.base;
  if (base) base.repo.id = ours.forkId;
  return payload;
}

const all = [...handledEvents].flatMap((event) =>
  examplesOf(event).map((example, at) => [`${event} ${example.action ?? ''} (${at})`, event, example] as const),
);

/** What each event asks for, by its name and action; nothing where it is not named. */
const asks: Record<string, { refresh?: true; asked?: true }> = {
  'installation created': { refresh: true, asked: true },
  'installation deleted': { refresh: true, asked: true },
  'installation suspend': { refresh: true, asked: true },
  'installation unsuspend': { refresh: true, asked: true },
  'installation new_permissions_accepted': { refresh: true, asked: true },
  'installation_repositories added': { refresh: true, asked: true },
  'installation_repositories removed': { refresh: true, asked: true },
  'installation_target renamed': { refresh: true, asked: true },
  'another default branch': { refresh: true, asked: true },
  'repository created': { refresh: true, asked: true },
  'repository renamed': { refresh: true, asked: true },
  'repository transferred': { refresh: true, asked: true },
  'repository privatized': { refresh: true, asked: true },
  'repository publicized': { refresh: true, asked: true },
  'pull_request closed': { asked: true },
  'pull_request reopened': { asked: true },
  'push ': { asked: true },
};

/** These come with every push, and leave nothing behind. */
const idle = new Set(['requested', 'rerequested'].map((action) => `check_suite ${action}`));

test('there is an example of every event that is taken', () => {
  expect(all.length).toBeGreaterThan(50);
  expect(new Set(all.map(([, event]) => event))).toEqual(handledEvents);
});

test.each(all)('%s is taken as it comes', async (_, event, example) => {
  const changes = (example.changes ?? {}) as Json;
  const expected =
    asks['default_branch' in changes ? 'another default branch' : `${event} ${example.action ?? ''}`] ?? {};
  const tag = String(example.ref ?? '').startsWith('refs/tags/');
  const asked = !tag && expected.asked === true;
  // Some examples are of a webhook of a repository, which belongs to no installation.
  const refresh = 'installation' in example && expected.refresh === true;
  const remembered = !idle.has(`${event} ${example.action}`);
  expect(await told(event, example)).toEqual({ asked, refresh, remembered, concluded: false });
  expect(here.web.lines.at(errorLevel)).toEqual([]);
});

const edited = (changes: object): Json => ({
  ...examplesOf('repository').find(({ action }) => action === 'renamed'),
  action: 'edited',
  changes,
});

describe('a repository that is edited', () => {
  test('in its default branch is read again', async () => {
    const changes = { default_branch: { from: 'master' } };
    expect(await told('repository', edited(changes))).toMatchObject({ asked: true, refresh: true });
  });

  test.each([{ description: { from: null } }, { homepage: { from: 'https://example.com' } }, {}])(
    'in something else (%o) is not',
    async (changes) => {
      expect(await told('repository', edited(changes))).toMatchObject({ asked: false, refresh: false });
    },
  );
});

/** What GitHub documents as required, and nothing else. */
const bare: [string, Json][] = [
  ['installation', { action: 'created', installation: { id: 1 } }],
  ['installation_repositories', { action: 'added', installation: { id: 1 } }],
  ['installation_target', { action: 'renamed', installation: { id: 1 } }],
  ['repository', { action: 'archived', repository: { id: 1 } }],
  ['github_app_authorization', { action: 'revoked', sender: { id: 1 } }],
  ['repository', { action: 'edited', repository: { id: 1 }, changes: null }],
  ['check_suite', { action: 'completed', check_suite: { head_sha: 'a'.repeat(40) }, repository: { id: 1 } }],
  ['pull_request_review', { action: 'submitted', pull_request: { number: 1, base: { repo: { id: 1 } } } }],
  ['push', { ref: 'refs/heads/main', before: 'a'.repeat(40), after: 'b'.repeat(40), repository: { id: 1 } }],
  [
    'pull_request',
    {
      action: 'edited',
      pull_request: {
        number: 7,
        base: { ref: 'main', sha: 'a'.repeat(40), repo: { id: 1 } },
        head: { sha: 'b'.repeat(40) },
      },
      repository: { id: 1, default_branch: 'main' },
    },
  ],
];

test.each(bare)('a %s without anything that may be missing is taken', async (event, payload) => {
  expect(await told(event, payload)).toMatchObject({ remembered: true });
});

test.each(['installation', 'installation_repositories', 'installation_target', 'repository', 'pull_request'])(
  'an action of %s that is not known yet is taken, and asks for nothing',
  async (event) => {
    const [example] = examplesOf(event);
    const asked = await told(event, { ...example, action: 'something_new' });
    expect(asked).toEqual({ asked: false, refresh: false, remembered: true, concluded: false });
  },
);

test.each(['ping', 'something_new'])('a %s is ignored', async (event) => {
  expect(handledEvents.has(event)).toBe(false);
  expect(await told(event, { action: 'revoked', sender: { id: 1 } })).toMatchObject({
    asked: false,
    remembered: false,
  });
});
