import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { upstreamRefs } from '../../src/db/schema.ts';
import { recordDelivery } from '../../src/server/webhooks/record.ts';
import { testDatabase } from '../support/database.ts';
import { aPush, payload } from '../support/payloads.ts';
import { aLink, aRef, aRepository } from '../support/rows.ts';
import { webHere } from '../support/web-hooks.ts';

const database = testDatabase();
const here = webHere(database, 'all');

const tracks = ['branch', 'release', 'tag:v*', 'tag:nightly-*'];

/** An upstream whose branch is followed in every way; which of these a delivery asks. */
async function followed() {
  const id = await aRepository(database.db);
  const links = new Map<string, string>();
  for (const track of tracks) {
    const upstreamRefId = await aRef(database.db, { repositoryId: id, track });
    links.set((await aLink(database.db, { upstreamRefId })).id, track);
  }
  const other = await aRef(database.db, { track: 'release' });
  const told = async (guid: string, event: string, body: object) => {
    await recordDelivery({ id: guid, event, payload: { ...body, repository: { id } } }, here.web.context);
    await here.web.context.queueAsked.stop();
    const refs = await database.db.select().from(upstreamRefs).where(eq(upstreamRefs.repositoryId, id));
    const [elsewhere] = await database.db.select().from(upstreamRefs).where(eq(upstreamRefs.id, other));
    expect(elsewhere?.pushes).toBe(0);
    const jobs = await here.parts.bodies<{ linkId: string; requestId: string }>('push');
    const queued = jobs.flatMap((job) => (job.requestId === guid ? (links.get(job.linkId) ?? []) : []));
    return { asked: refs.filter(({ pushedDelivery }) => pushedDelivery === guid).map(({ track }) => track), queued };
  };
  return told;
}

const tag = (name: string) => aPush({ ref: `refs/tags/${name}` });
const release = (action: string) => payload('release', (example) => example.action === action);

test.each([
  ['a push to the branch', 'push', () => aPush({ ref: 'refs/heads/main' }), ['branch']],
  ['a tag that one pattern matches', 'push', () => tag('v1.0'), ['tag:v*']],
  ['a tag that nobody follows', 'push', () => tag('w1'), []],
  ['a release', 'release', () => release('released'), ['release']],
  ['a release that was changed', 'release', () => release('edited'), ['release']],
  ['a release that was deleted', 'release', () => release('deleted'), ['release']],
  ['a prerelease', 'release', () => release('prereleased'), []],
  ['a draft', 'release', () => release('created'), []],
] as const)('%s asks those who follow it, once', async (what, event, body, expected) => {
  const told = await followed();
  const guid = `guid ${what}`;
  expect(await told(guid, event, body())).toEqual({ asked: expected, queued: expected });
  expect(await told(guid, event, body())).toEqual({ asked: expected, queued: expected });
});
