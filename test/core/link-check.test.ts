import { describe, expect, it } from 'vitest';
import { checkStep } from '../../src/core/link-check.ts';
import { personReasons, type Reason, reasons } from '../../src/core/reason.ts';
import { fork, sha } from './observed.ts';

const check = { id: 5, sha: sha('d'), reason: 'pulls-disabled' };
const there = fork();
const make = (reason: Reason) => ({ type: 'make', sha: there.branchSha, reason });

describe('checkStep', () => {
  it.each([
    ['a person is needed', null, 'pulls-disabled', there, make('pulls-disabled')],
    ['still for the same', check, 'pulls-disabled', there, null],
    [
      'for another reason',
      check,
      'unrelated-histories',
      there,
      { type: 'change', check, reason: 'unrelated-histories' },
    ],
    ['nobody is any more', check, 'pull-opened', there, { type: 'complete', check }],
    ['nobody is, it waits', check, 'held-pull-closed', there, { type: 'complete', check }],
    ['nobody ever was', null, 'up-to-date', there, null],
    ['GitHub does not say', check, 'github-unavailable', there, null],
    ['a limit', check, 'rate-limited', there, null],
    ['our own failure', check, 'failed', there, null],
    ['nowhere to put it', null, 'fork-missing', null, null],
    ['no commit to put it on', check, 'fork-branch-missing', fork({ branchSha: null }), null],
    ['nothing can be written', check, 'fork-archived', fork({ archived: true }), null],
    ['GitHub could not be read', check, 'suspended', null, null],
  ] as const)('%s', (_, known, reason, on, step) => {
    expect(checkStep({ check: known, reason, fork: on })).toEqual(step);
  });

  it('settles: what was done asks for nothing more', () => {
    for (const reason of reasons) {
      for (const known of [null, check]) {
        const step = checkStep({ check: known, reason, fork: there });
        if (step === null) continue;
        const after = step.type === 'complete' ? null : { ...check, reason };
        expect(checkStep({ check: after, reason, fork: there })).toBeNull();
      }
    }
  });

  it('is made for every reason that needs a person, and for no other', () => {
    const made = reasons.filter((reason) => checkStep({ check: null, reason, fork: there })?.type === 'make');
    expect(made).toEqual([...personReasons]);
  });
});
