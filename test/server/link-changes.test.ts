/** The stream that tells an open page of a link that it is to be shown anew. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webWithFork } from '../support/api-web.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
let web: Awaited<ReturnType<typeof webWithFork>>;
beforeAll(async () => {
  web = await webWithFork(database);
});
afterAll(() => web?.stop());

/** Opens the stream; what it resolves to answers with its one event, once it ended. */
async function open(seen?: string): Promise<() => Promise<{ event: string; id: string; data: string }>> {
  const headers = seen === undefined ? {} : { 'last-event-id': seen };
  const response = await web.ask('octo', `/links/${web.link.id}/changes`, { headers });
  expect(response.status).toBe(200);
  return async () => {
    const lines = (await response.text()).split('\n').map((line) => line.split(': ') as [string, string]);
    return { event: '', id: '', data: '', ...Object.fromEntries(lines) };
  };
}
const changed = async (seen?: string) => (await open(seen))();
const tell = (id: string, ended: boolean) => {
  const queued = { event: 'queued', linkId: web.link.id, trigger: 'push', requestId: 'r' } as const;
  const finished = {
    event: 'finished',
    reason: 'up-to-date',
    sentence: 'Done.',
    upstreamSha: null,
    pull: null,
  } as const;
  return web.parts.operations.append(id, { ...(ended ? finished : queued), at: new Date().toISOString() });
};

describe('the changes of a link', () => {
  test('are not told to who asks for the head alone, which takes no place', async () => {
    for (let times = 0; times < 25; times += 1) {
      const head = await web.ask('octo', `/links/${web.link.id}/changes`, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    }
    expect((await changed()).event).toBe('changed');
  });

  test('are told at once to who saw something else, and else as soon as there are any', async () => {
    const first = await changed();
    expect(first).toMatchObject({ event: 'changed', data: 'idle' });
    expect(await changed('something-else')).toEqual(first);

    const operation = randomUUID();
    const [queued] = await Promise.all([changed(first.id), tell(operation, false)]);
    expect(queued).toMatchObject({ event: 'changed', data: 'busy' });
    const [ended] = await Promise.all([changed(queued.id), tell(operation, true)]);
    expect(ended).toMatchObject({ event: 'changed', data: 'idle' });

    const rename = web.ask('octo', `/v1/links/${web.link.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Another' }),
    });
    const [renamed] = await Promise.all([changed(ended.id), rename]);
    expect(new Set([first.id, queued.id, ended.id, renamed.id]).size).toBe(4);

    const last = await open(renamed.id);
    await remove();
    expect((await last()).event).toBe('gone');
    expect((await web.ask('octo', `/links/${web.link.id}/changes`)).status).toBe(404);
  });
});

const remove = () => web.ask('octo', `/v1/links/${web.link.id}`, { method: 'DELETE' });
