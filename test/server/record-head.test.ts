import { describe, expect, test } from 'vitest';
import { configChecks, refMoves } from '../../src/db/schema.ts';
import { recordDelivery } from '../../src/server/webhooks/record.ts';
import { testDatabase } from '../support/database.ts';
import { sha } from '../support/messages.ts';
import { aPush } from '../support/payloads.ts';
import { aLink, anInstallation, linkOf, nextId } from '../support/rows.ts';
import { webHere } from '../support/web-hooks.ts';

const database = testDatabase();
const here = webHere(database);

const nobody = '0'.repeat(40);
const made = { before: nobody, created: true };
const removed = { after: nobody, deleted: true };
const file = [{ added: ['.github/backstroke.yml'], removed: [], modified: [] }];

/** A push to the head of a link's pull requests in its fork. */
async function record(changed: object) {
  const installationId = await anInstallation(database.db, { appSlug: 'backstroke' });
  const link = await aLink(database.db, { installationId });
  const ref = `refs/heads/backstroke/up/${link.forkBranch}`;
  const payload = {
    ...aPush({ ref, before: sha('1'), after: sha('2'), installation: { id: installationId } }),
    repository: { id: link.forkId, name: 'hello', default_branch: 'main' },
    commits: file,
    ...changed,
  };
  await recordDelivery({ id: `push-${nextId()}`, event: 'push', payload }, here.web.context);
  return {
    link: await linkOf(database.db, link.id),
    moves: await database.db.select().from(refMoves),
    checks: await database.db.select().from(configChecks),
  };
}

describe('a push to the head of a pull request in the fork', () => {
  test.each([
    ['made', made],
    ['moved', {}],
    ['removed', removed],
  ])('%s by us asks nobody, is no move of the branch, and its file is upstream’s', async (_, how) => {
    const { link, moves, checks } = await record({ ...how, sender: { login: 'backstroke[bot]', type: 'Bot' } });
    expect(link).toMatchObject({ requested: 0 });
    expect([moves, checks]).toEqual([[], []]);
  });

  test.each([
    ['moved', {}],
    ['removed', removed],
  ])('%s by a person asks the link of the branch it is for', async (_, how) => {
    const { link, moves } = await record({ ...how, sender: { login: 'octo', type: 'User' } });
    expect(link).toMatchObject({ requested: 1, requestedTrigger: 'event' });
    expect(moves).toEqual([]);
  });
});
