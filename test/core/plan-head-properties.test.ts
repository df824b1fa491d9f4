import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reachable } from './branches.ts';
import { Network } from './head-network.ts';

const steps = fc.array(
  fc.oneof(
    fc.constantFrom(...Object.keys(new Network().people)),
    fc.record({ told: fc.boolean(), stuck: fc.boolean() }),
    fc.constant({ told: true, stuck: false }),
  ),
  { minLength: 1, maxLength: 14 },
);

describe.each([{ keep: [] }, { keep: ['docs'] }])('a head in the fork, $keep', (settings) => {
  function played(all: (string | { told: boolean; stuck: boolean })[], after: (network: Network) => void): Network {
    const network = new Network(settings);
    for (const step of all) {
      if (typeof step === 'string') network.people[step]?.();
      else network.operate(step);
      after(network);
    }
    return network;
  }

  it('no commit that somebody pushed to the head is lost, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(steps, (all) => {
        played(all, (network) => {
          const kept = network.there();
          for (const commit of network.theirs) expect(kept).toContain(commit);
        });
      }),
      { numRuns: 3_000 },
    );
  });

  it('comes to rest, with all of upstream in the fork, in an open pull request, or held', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const network = played(all, () => {});
        const settle = { told: true, stuck: false };
        for (let at = 0; at < 3; at += 1) network.operate(settle);
        const last = network.operate(settle);
        expect(last.actions).toEqual([]);
        if (last.reason === 'held-pull-closed') return;
        expect(['up-to-date', 'pull-open']).toContain(last.reason);
        if (last.reason !== 'pull-open') return;
        const held = reachable(network.history, [network.placed ?? '']);
        expect(held).toContain(network.head);
        const told = all.every((step) => typeof step === 'string' || step.told);
        const touched = [...network.theirs].some((commit) => held.has(commit));
        if (told && !touched) expect(network.placed).toBe(network.wanted());
      }),
      { numRuns: 3_000 },
    );
  });
});
