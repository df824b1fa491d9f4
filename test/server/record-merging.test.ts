import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import type { Merge } from '../../src/core/merging.ts';
import { recordDelivery } from '../../src/server/webhooks/record.ts';
import { testDatabase } from '../support/database.ts';
import { payload } from '../support/payloads.ts';
import { aLink, linkOf } from '../support/rows.ts';
import { webHere } from '../support/web-hooks.ts';

const database = testDatabase();
const here = webHere(database);

const headSha = 'c'.repeat(40);

/** A link whose pull request is open with this head. */
function aPull({ merge = 'merge', enabled = true }: { merge?: Merge; enabled?: boolean } = {}) {
  return aLink(database.db, {
    enabled,
    settings: { ...defaultSettings, pullRequest: { ...defaultSettings.pullRequest, merge } },
    state: 'held',
    reason: 'held-checks',
    pullNumber: 7,
    pullUrl: 'https://github.com/octo/hello/pull/7',
    mergeability: { number: 7, conflicting: false, labels: [], headSha, looks: 1, refused: null },
  });
}

type Json = Record<string, Record<string, unknown> & { base: Record<string, unknown> }>;

function suite(forkId: number, given: { action?: string; head_sha?: string } = {}) {
  const { action = 'completed', head_sha = headSha } = given;
  const example = payload<Json>('check_suite', (one) => String(one.action) === action);
  return { ...example, check_suite: { ...example.check_suite, head_sha }, repository: { id: forkId } };
}

function pullEvent(event: string, forkId: number, action: string, number = 7) {
  const example = payload<Json>(event, () => true);
  const base = { ...example.pull_request?.base, ref: 'main', repo: { id: forkId } };
  return { ...example, action, pull_request: { ...example.pull_request, number, base } };
}

let last = 0;
/** How often the link was asked by it, and whether a job of it waits then. */
async function asked(link: { id: string }, event: string, body: unknown) {
  const { requested, state, reason } = await linkOf(database.db, link.id);
  await recordDelivery({ id: `guid-${++last}`, event, payload: body }, here.web.context);
  await here.web.context.queueAsked.stop();
  const after = await linkOf(database.db, link.id);
  expect(after).toMatchObject({ state, reason });
  const queued = (await here.parts.bodies<{ linkId: string }>('push')).some(({ linkId }) => linkId === link.id);
  return { times: after.requested - requested, queued };
}

const once = { times: 1, queued: true };
const never = { times: 0, queued: false };

test('checks that are done ask the link whose pull request has this head', async () => {
  const link = await aPull();
  expect(await asked(link, 'check_suite', suite(link.forkId))).toEqual(once);
});

test.each(['submitted', 'dismissed'])('a review that is %s asks the link of the pull request', async (action) => {
  const link = await aPull();
  expect(await asked(link, 'pull_request_review', pullEvent('pull_request_review', link.forkId, action))).toEqual(once);
});

test('a pull request that is no draft any more asks its link', async () => {
  const link = await aPull();
  expect(await asked(link, 'pull_request', pullEvent('pull_request', link.forkId, 'ready_for_review'))).toEqual(once);
});

test.each<[string, (link: { forkId: number }) => [string, unknown], Parameters<typeof aPull>[0]?]>([
  ['checks of another commit', ({ forkId }) => ['check_suite', suite(forkId, { head_sha: 'd'.repeat(40) })]],
  ['checks in another repository', ({ forkId }) => ['check_suite', suite(forkId + 1)]],
  ['checks that begin', ({ forkId }) => ['check_suite', suite(forkId, { action: 'requested' })]],
  ['checks, where a person merges', ({ forkId }) => ['check_suite', suite(forkId)], { merge: 'never' }],
  ['checks, where the link is off', ({ forkId }) => ['check_suite', suite(forkId)], { enabled: false }],
  [
    'a review of another pull request',
    ({ forkId }) => ['pull_request_review', pullEvent('pull_request_review', forkId, 'submitted', 8)],
  ],
  [
    'a review that is edited',
    ({ forkId }) => ['pull_request_review', pullEvent('pull_request_review', forkId, 'edited')],
  ],
  ['another draft', ({ forkId }) => ['pull_request', pullEvent('pull_request', forkId, 'ready_for_review', 8)]],
])('%s: nobody is asked', async (_, event, given) => {
  const link = await aPull(given);
  expect(await asked(link, ...event(link))).toEqual(never);
});
