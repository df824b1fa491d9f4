import { expect, test } from 'vitest';
import { emptyBox } from '../../src/core/text/pull-boxes.ts';
import { section } from '../../src/core/text/pull-section.ts';
import type { Ticked } from '../../src/core/ticked.ts';
import { recordDelivery } from '../../src/server/webhooks/record.ts';
import { testDatabase } from '../support/database.ts';
import { payload } from '../support/payloads.ts';
import { aLink, anInstallation, linkOf } from '../support/rows.ts';
import { webHere } from '../support/web-hooks.ts';

const database = testDatabase();
const here = webHere(database);

const empty = section(emptyBox('sync', 'Sync now'), null);
const ticked = empty.replace('[ ]', '[x]');
const heads = { fork: 'a'.repeat(40), upstream: 'b'.repeat(40) };
const moving = section(`${emptyBox('sync', 'Sync now')}\n${emptyBox('move', 'Move')}`, { ...heads, conflicting: true });
const moved = moving.replace('[ ] <!-- backstroke:move', '[x] <!-- backstroke:move');
const mona = { id: 5, login: 'mona', type: 'User' };
const us = { login: 'backstroke[bot]', type: 'Bot' };

interface Edit {
  action?: string;
  changes?: object;
  body?: string | null;
  number?: number;
  user?: object;
  sender?: object;
  /** What was ticked before and is not answered. */
  waiting?: Ticked;
}

/** A delivery of a link's pull request that was edited. */
async function edited(edit: Edit) {
  const installationId = await anInstallation(database.db, { appSlug: 'backstroke' });
  const before = { requested: 4, answeredRequested: 4, pullNumber: 7, ticked: edit.waiting ?? null };
  const link = await aLink(database.db, { installationId, ...before });
  const opened = payload<{ action: string; pull_request: { base: object } }>(
    'pull_request',
    ({ action }) => action === 'opened',
  );
  const { action = 'edited', changes = { body: { from: empty } }, sender = mona, body = ticked } = edit;
  const pull_request = {
    ...opened.pull_request,
    base: { ...opened.pull_request.base, ref: 'main', repo: { id: link.forkId } },
    number: edit.number ?? 7,
    user: edit.user ?? us,
    body,
  };
  const delivery = { ...opened, action, changes, sender, pull_request, installation: { id: installationId } };
  for (const _ of ['once', 'and again']) {
    await recordDelivery({ id: `guid-${link.id}`, event: 'pull_request', payload: delivery }, here.web.context);
  }
  await here.web.context.queueAsked.stop();
  return { link: await linkOf(database.db, link.id), queued: await here.parts.bodies('push') };
}

test('a box that a person ticked is written down and its link is queued, with who that was', async () => {
  const { link, queued } = await edited({});
  const asked = { box: 'sync', heads: null, by: { id: 5, login: 'mona' }, request: 5 };
  expect(link).toMatchObject({ requested: 5, requestedTrigger: 'event', ticked: asked });
  expect(queued).toMatchObject([{ linkId: link.id, ticked: asked }]);
});

const mover: Ticked = { box: 'move', heads, by: { id: 6, login: 'lisa' }, request: 4 };

test.each<[string, Edit, Ticked]>([
  [
    'a move, with the heads that the text is about',
    { changes: { body: { from: moving } }, body: moved },
    { box: 'move', heads, by: { id: 5, login: 'mona' }, request: 5 },
  ],
  [
    'a move in the place of a sync that waits',
    { changes: { body: { from: moving } }, body: moved, waiting: { ...mover, box: 'sync', heads: null } },
    { box: 'move', heads, by: { id: 5, login: 'mona' }, request: 5 },
  ],
  ['a sync beside a move that waits, which stays', { waiting: mover }, { ...mover, request: 5 }],
  [
    'a sync beside conflicts to be resolved as before, which stay',
    { waiting: { ...mover, box: 'resolve' } },
    { ...mover, box: 'resolve', request: 5 },
  ],
])('what is asked for is %s', async (_, edit, expected) => {
  const { link, queued } = await edited(edit);
  expect(link).toMatchObject({ requested: 5, ticked: expected });
  expect(queued).toMatchObject([{ linkId: link.id, ticked: expected }]);
});

test.each<[string, Edit]>([
  ['ticked before', { changes: { body: { from: ticked } } }],
  ['emptied, as we do it', { changes: { body: { from: ticked } }, body: empty, sender: { ...us, id: 9 } }],
  ['ticked by a program', { sender: { id: 9, login: 'renovate[bot]', type: 'Bot' } }],
  ['in a text that was not ours before', { changes: { body: { from: 'Mine' } } }],
  ['in a pull request of somebody else', { user: mona }],
  ['in another pull request of ours', { number: 8 }],
  ['when something else was edited', { changes: { title: { from: 'Old' } } }],
  ['of a text that is gone', { body: null }],
  ['when nothing was edited', { action: 'labeled' }],
])('nobody is asked for a box %s', async (_, edit) => {
  const { link, queued } = await edited(edit);
  expect(link).toMatchObject({ requested: 4, ticked: null });
  expect(queued).toEqual([]);
});
