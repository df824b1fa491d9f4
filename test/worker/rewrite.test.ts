import { expect, it } from 'vitest';
import { section } from '../../src/core/text/pull-section.ts';
import { sync } from '../../src/worker/sync.ts';
import { before, fork, head, pull, reference, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { fakeGateway } from '../support/fake-gateway.ts';
import { aRefusal } from '../support/messages.ts';
import { aContext } from './context.ts';

const heads = { fork: fork().branchSha ?? '', upstream: head, conflicting: false };
const shown = pull({ body: section('Old', heads), conflicting: true });

/** The text of a pull request with conflicts is written again, while `during` happens. `read`: what it says after that. */
async function rewrite(during: () => void, read: () => string | ReturnType<typeof aRefusal>) {
  const written: string[] = [];
  const no = async () => aRefusal();
  const result = await sync(
    job({ pull: reference(7), decidedOn: before }),
    aContext({
      gateway: {
        ...fakeGateway({ asked: [], answers: { observe: seen({ pulls: [shown] }) } }),
        readPullBody: async () => {
          const body = read();
          return typeof body === 'string' ? { body } : body;
        },
        rewritePull: async ({ body }) => {
          written.push(body);
          return { done: true };
        },
      },
      git: {
        conflicts: async () => {
          during();
          return { files: ['engine.ts'], known: [] };
        },
        ...{ resolve: no, rebase: no, tidy: no },
      },
      repositoryToken: async () => ({ token: 'of the fork' }),
    }),
  );
  return { result, written };
}

it('leaves what people wrote around its part while git looked for the conflicts', async () => {
  let body = shown.body ?? '';
  const people = () => {
    body = `Wait for me\n\n${body}`;
  };
  const { written } = await rewrite(people, () => body);
  expect(written).toEqual([expect.stringMatching(/^Wait for me\n\n<!-- backstroke -->\n[\s\S]*engine\.ts/)]);
});

it('writes nothing where somebody took the text over meanwhile', async () => {
  const { result, written } = await rewrite(
    () => {},
    () => 'All of it is mine',
  );
  expect(written).toEqual([]);
  expect(result).toMatchObject({ reason: 'conflict', detail: null });
});

it('writes nothing where GitHub does not show what it says now, and comes back', async () => {
  const { result, written } = await rewrite(
    () => {},
    () => aRefusal(),
  );
  expect(written).toEqual([]);
  expect(result).toMatchObject({ reason: 'github-unavailable' });
});
