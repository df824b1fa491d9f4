import { describe, expect, it } from 'vitest';
import { always, undresses } from './planned.ts';

describe('conflicts, whatever GitHub shows', () => {
  it('are told only where a pull request is open that GitHub calls so, or called so before it forgot', () => {
    always((plan, given, seen) => {
      if (plan.reason !== 'conflict') return;
      const all = seen.pulls.filter((one) => one.state === 'open');
      const open = all.find((one) => one.head === 'fork') ?? all[0];
      const head = open?.head === 'fork' ? seen.placed?.sha : seen.upstream?.branchSha;
      const moved = plan.actions.some((action) => action.type === 'place-head');
      expect(open?.number).toBe(plan.pull?.number);
      const known = given.mergeability?.number === open?.number && given.mergeability?.conflicting;
      expect(open?.headSha === head && !moved ? (open?.conflicting ?? known) : known).toBe(true);
    });
  });

  it('are followed by taking off only labels that were put on for them, are there and wanted for nothing else', () => {
    always((plan, given, seen) => {
      for (const { number, labels } of undresses(plan)) {
        const one = seen.pulls.find((candidate) => candidate.number === number);
        expect(one).toMatchObject({ ours: true });
        expect(one?.closedBy).not.toBe('person');
        expect(plan.reason).not.toBe('conflict');
        expect(given.mergeability).toMatchObject({ number, conflicting: true });
        expect(given.mergeability?.labels).toEqual(expect.arrayContaining(labels));
        const lower = (names: readonly string[] = []) => names.map((name) => name.toLowerCase());
        expect(lower(one?.labels)).toEqual(expect.arrayContaining(lower(labels)));
        for (const name of lower(given.settings.pullRequest.labels)) expect(lower(labels)).not.toContain(name);
      }
    });
  });
});
