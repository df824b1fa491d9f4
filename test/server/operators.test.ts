import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { links } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';
import { type Who, webWithOperators } from '../support/operators.ts';
import type { LinkRecord } from '../support/rows.ts';

const database = testDatabase();
const list = '/v1/dead-letters';
let web: Awaited<ReturnType<typeof webWithOperators>>;
let withoutAdmins: typeof web;

beforeAll(async () => {
  [web, withoutAdmins] = await Promise.all([
    webWithOperators(database, { ADMINS: 'somebody, OPERATOR' }),
    webWithOperators(database, {}),
  ]);
});
afterAll(() => Promise.all([web?.stop(), withoutAdmins?.stop()]));
beforeEach(() => web.forgetLinks());

async function requests() {
  const { id } = await web.aDeadLetter();
  return [
    ['GET', list],
    ['GET', `${list}?page=0`],
    ['POST', `${list}/${id}/retry`],
    ['POST', `${list}/nonsense/retry`],
    ['POST', `${list}/retry`],
  ] as const;
}

async function answers(who: Who, of = web): Promise<number[]> {
  const statuses = [];
  for (const [method, path] of await requests()) statuses.push((await of.ask(who, path, method)).status);
  return statuses;
}

describe('dead letters are shown to', () => {
  test.each([
    ['nobody', [401, 401, 401, 401, 401]],
    ['garbage', [401, 401, 401, 401, 401]],
    ['stranger', [404, 404, 404, 404, 404]],
    ['operator', [200, 422, 202, 404, 202]],
  ] as const)('%s: %j', async (who, statuses) => {
    expect(await answers(who)).toEqual(statuses);
  });

  test('nobody at all, where no operator is named', async () => {
    expect(await answers('nobody', withoutAdmins)).toEqual([401, 401, 401, 401, 401]);
    expect(await answers('operator', withoutAdmins)).toEqual([404, 404, 404, 404, 404]);
  });

  test('operators alone: others are told what is told of an address without anything, and nothing happens', async () => {
    const { body } = await web.ask('stranger', '/v1/nothing-here');
    for (const [method, path] of await requests()) {
      const [where = ''] = path.split('?');
      const same = { ...body, detail: body.detail.replace('/v1/nothing-here', where) };
      expect((await web.ask('stranger', path, method)).body).toEqual(same);
    }
    expect((await database.db.select().from(links)).map(({ requested }) => requested)).toEqual([0]);
  });
});

test('an operator reads the operations of dead letters, and of no other link', async () => {
  const dead = await web.aDeadLetter();
  const healthy = await web.aDeadLetter({ reason: 'conflict', state: 'conflict' });
  const read = async (who: Who, { lastOperationId }: LinkRecord) =>
    (await web.ask(who, `/v1/operations/${lastOperationId}`)).status;
  expect(await read('operator', dead)).toBe(200);
  expect(await read('operator', healthy)).toBe(404);
  expect(await read('stranger', dead)).toBe(404);
  expect((await web.ask('operator', `/v1/links/${dead.id}`)).status).toBe(404);
});

test('of a fork that GitHub does not let them read an operator reads no code', async () => {
  const { lastOperationId: id, ...dead } = await web.aDeadLetter();
  const at = new Date().toISOString();
  const ended = { reason: 'rebased', sentence: 'Replayed.', upstreamSha: null, pull: null } as const;
  await web.parts.operations.append(id ?? '', { event: 'finished', at, ...ended, rangeDiff: '+ a secret' });
  expect((await web.ask('operator', `/v1/operations/${id}`)).body).toMatchObject({ linkId: dead.id, rangeDiff: null });
  const stream = await web.text('operator', `/v1/operations/${id}/events`);
  expect(stream).toContain('event: finished');
  expect(stream).not.toContain('a secret');
});
