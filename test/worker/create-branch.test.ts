import { expect, it } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import type { Observation } from '../../src/core/observation.ts';
import { sync } from '../../src/worker/sync.ts';
import { counted, fork, head, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { type Answers, fakeGateway } from '../support/fake-gateway.ts';
import { aRefusal } from '../support/messages.ts';
import { aContext } from './context.ts';

const missing = seen({ fork: fork({ branchSha: null }), comparison: null });
const there = seen({ fork: fork({ branchSha: head }), comparison: counted({ missing: 0 }) });

/** A sync of a branch that is to be created and is missing; `then`: what is seen when it is read once more. */
async function run(createBranch?: Answers['createBranch'], then: Observation = missing) {
  const asked: string[] = [];
  const reads = [missing, then];
  const gateway = {
    ...fakeGateway({ asked, answers: createBranch ? { createBranch } : {} }),
    observe: async () => reads.shift() ?? then,
  };
  const outcome = await sync(
    job({ pull: null, settings: { ...defaultSettings, create: true } }),
    aContext({ gateway }),
  );
  return { asked, outcome };
}

it('creates it, which leaves nothing to put back', async () => {
  const { asked, outcome } = await run();
  expect(outcome).toMatchObject({ reason: 'branch-created', plan: { syncedSha: head } });
  expect(outcome.moved).toBeUndefined();
  expect(asked).toEqual(['createBranch']);
});

it.each([
  ['that was overtaken', { moved: false, why: 'overtaken' } as const],
  ['of which GitHub did not say what became of it', aRefusal({ unclear: true })],
])('looks after one %s before it tries again', async (_, answer) => {
  const { asked, outcome } = await run(answer, there);
  expect(outcome).toMatchObject({ reason: 'branch-created' });
  expect(asked).toEqual(['createBranch']);
});

it.each([
  ['branch-protected', 'Cannot create ref due to creations being restricted.'],
  ['missing-permission', 'the App may not write workflows'],
] as const)('says %s where GitHub refuses it for that', async (reason, detail) => {
  const { outcome } = await run(aRefusal({ reason, detail }));
  expect(outcome).toMatchObject({ reason, detail });
});
