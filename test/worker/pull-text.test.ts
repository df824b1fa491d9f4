import { beforeEach, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import { emptyRange } from '../../src/core/range.ts';
import { isStale, section } from '../../src/core/text/pull-section.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { type SyncContext, sync } from '../../src/worker/sync.ts';
import { before, counted, fork, head, pull, reference, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { commit, file, range } from '../core/text/bodies.ts';
import { fakeGateway } from '../support/fake-gateway.ts';
import { aRefusal } from '../support/messages.ts';
import { aContext } from './context.ts';

const from = fork().branchSha ?? '';
const heads = { fork: from, upstream: head, conflicting: false };
const old = section('Old', { ...heads, upstream: before });
const theirs = range([{ ...commit(1, 'Louder engines'), sha: head }], [file('engine.ts'), file('yarn.lock')]);
const own = range([commit(2, 'Our paint')], [file('engine.ts')]);

let gateway: Gateway;
let asked: string[];
let written: string[];
beforeEach(() => {
  asked = [];
  written = [];
  const fake = fakeGateway({ asked, answers: {} });
  gateway = {
    ...fake,
    readRange: vi.fn(async ({ baseSha }) => (baseSha === from ? theirs : own)),
    openPull: async (order) => {
      written.push(order.body);
      return fake.openPull(order);
    },
    rewritePull: async (order) => {
      written.push(order.body);
      return fake.rewritePull(order);
    },
  };
});

function run(
  shown: Parameters<typeof seen>[0],
  changed: Partial<SyncContext> = {},
  known: Parameters<typeof job>[0] = {},
) {
  const readPullBody = async () => ({ body: shown?.pulls?.[0]?.body ?? '' });
  const shows = { ...gateway, readPullBody, observe: async () => seen(shown) };
  return sync(job({ pull: reference(7), decidedOn: before, ...known }), aContext({ gateway: shows, ...changed }));
}

it('opens with what comes, read once where the fork has nothing of its own', async () => {
  await run({});
  expect(gateway.readRange).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ baseSha: from, headSha: head }));
  expect(written[0]).toContain('Louder engines');
  expect(isStale(written[0] ?? '', heads)).toBe(false);
});

it('reads what the fork has of its own where there is something, and names what both changed', async () => {
  await run({ comparison: counted({ own: 1 }) });
  expect(gateway.readRange).toHaveBeenCalledTimes(2);
  expect(written[0]).toMatch(/Both sides changed this file\*\* since they parted: `engine.ts`/);
  expect(written[0]).toContain('Our paint');
});

it('speaks only of what its head in the fork holds, while a delay keeps back the rest', async () => {
  const given = { settings: { ...defaultSettings, delayMs: 3_600_000 } };
  const body = section('Old', { ...heads, fork: head, upstream: before });
  const placed = { sha: before, comparison: counted({ missing: 1 }), beyond: 2, lacks: 0 };
  await run({ placed, pulls: [pull({ head: 'fork', headSha: before, body })] }, {}, given);
  expect(gateway.readRange).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ headSha: before }));
  expect(written).toEqual([expect.stringContaining('lacks **1 commit** of `dev` of `up/hello` (up to `bbbbbbb`)')]);
  expect(written[0]).toContain('Its head is the branch `backstroke/up/main` of this fork');
  expect(isStale(written[0] ?? '', { ...heads, upstream: before })).toBe(false);
});

it.each([
  ['git says where', { files: ['engine.ts'], known: [] }, /There are conflicts in this file:\*\* `engine.ts`/],
  ['git cannot', aRefusal(), /There are conflicts\.\*\*/],
  [
    'there is no git',
    null,
    /There are conflicts\.\*\*[\s\S]*Both sides changed this file\*\* since they parted: `engine.ts`/,
  ],
])('once it has conflicts its text says so: %s', async (_, said, expected) => {
  const conflicts = vi.fn(async () => said ?? aRefusal());
  const aRefused = async () => aRefusal();
  const changed = {
    git: said && { conflicts, resolve: aRefused, rebase: aRefused, tidy: aRefused },
    repositoryToken: async () => ({ token: 'of the fork' }),
  };
  const known = pull({ body: section('Old', heads), conflicting: true });
  await run({ comparison: counted({ own: 1 }), pulls: [known] }, changed);
  expect(written).toEqual([expect.stringMatching(expected)]);
  expect(isStale(written[0] ?? '', { ...heads, conflicting: true })).toBe(false);
  await run({ comparison: counted({ own: 1 }), pulls: [{ ...known, body: written[0] ?? '' }] }, changed);
  expect(written).toHaveLength(1);
  expect(conflicts).toHaveBeenCalledTimes(said === null ? 0 : 1);
});

it.each([
  ['is among what comes', head, true],
  ['is not', before, false],
])('tells of a release that %s', async (_, sha, told) => {
  await run({ release: { tag: 'v2', sha, notes: 'New' } });
  expect(written[0]?.includes('It brings the release `v2`')).toBe(told);
});

it.each([
  ['known', { committers: [] }, true],
  ['not known', { committers: null }, false],
  ['hidden behind the commits of the fork', { committers: [], comparison: counted({ own: 50 }) }, false],
])('tells of new committers where those before are %s', async (_, shown, told) => {
  await run(shown);
  expect(written[0]?.includes('New committers')).toBe(told);
});

it.each([
  ['upstream', 1],
  ['the fork', 2],
])('opens all the same where GitHub does not tell of %s, and says less', async (_, refused) => {
  const reads = vi.mocked(gateway.readRange);
  if (refused === 2) reads.mockResolvedValueOnce(theirs);
  reads.mockResolvedValueOnce(refused === 2 ? null : aRefusal());
  expect(await run({ comparison: counted({ own: 1 }) })).toMatchObject({ reason: 'pull-opened', detail: null });
  expect(reads).toHaveBeenCalledTimes(refused);
  expect(written[0]).toContain('GitHub could not say what is in them');
  expect(isStale(written[0] ?? '', heads)).toBe(true);
});

it('writes nothing once it has to hand back what it holds', async () => {
  const giveUp = new AbortController();
  vi.mocked(gateway.readRange).mockImplementation(async () => {
    giveUp.abort();
    return emptyRange;
  });
  await run({}, { giveUp: giveUp.signal });
  await run({ pulls: [pull({ body: old })] }, { giveUp: new AbortController().signal, dryRun: true });
  expect(written).toEqual([]);
});

it('rewrites its part of the text when upstream moved, and leaves the rest', async () => {
  expect(await run({ pulls: [pull({ body: `Mine\n\n${old}` })] })).toMatchObject({
    reason: 'pull-updated',
    detail: null,
  });
  expect(written).toEqual([expect.stringMatching(/^Mine\n\n<!-- backstroke -->\n[\s\S]*Louder engines/)]);
});

it('brings tags all the same where GitHub will not have the text', async () => {
  const tags = { state: '1 v1', missing: [{ name: 'v1', sha: head }] };
  const shown = seen({ pulls: [pull({ body: old })], tags });
  const refusing = {
    ...gateway,
    rewritePull: async () => aRefusal({ reason: 'failed', detail: 'body is too long' }),
    observe: async () => shown,
  };
  expect(await run({}, { gateway: refusing })).toMatchObject({
    reason: 'pull-updated',
    detail: 'body is too long',
  });
  expect(asked).toContain('createRef');
});

it('writes nothing that is there already', async () => {
  vi.mocked(gateway.readRange).mockResolvedValue(null);
  const body = { comparison: counted({ own: 1 }), pulls: [pull({ body: `Mine\r\n${section('Less', null)}` })] };
  await run(body);
  const [first = ''] = written;
  await run({ ...body, pulls: [pull({ body: first.replaceAll('\n', '\r\n') })] });
  expect(written).toHaveLength(1);
});

it.each([
  [
    'a refusal is told',
    aRefusal({ reason: 'failed', detail: 'body is too long' }),
    {},
    'pull-updated',
    'body is too long',
  ],
  ['an outage is waited for', aRefusal(), {}, 'github-unavailable', 'HTTP 502'],
  [
    'but not for ever',
    aRefusal(),
    { lastReason: 'github-unavailable', failures: 3 } as const,
    'pull-updated',
    'HTTP 502',
  ],
])('%s', async (_, refusal, known, reason, detail) => {
  const refusing = {
    ...gateway,
    rewritePull: async () => refusal,
    observe: async () => seen({ pulls: [pull({ body: old })] }),
  };
  expect(await run({}, { gateway: refusing }, known)).toMatchObject({ reason, detail, pull: { number: 7 } });
});
