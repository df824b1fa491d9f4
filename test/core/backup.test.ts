import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backupRef, parseKeptRef, undoneRef } from '../../src/core/backup.ts';

const sha = 'a'.repeat(40);

test('a name says everything that is needed to put the branch back', () => {
  const at = new Date('2026-11-28T19:15:00.000Z');
  const ref = backupRef({ branch: 'release/1.x', at, sha });
  expect(ref).toBe(`refs/backstroke/backup/release/1.x/20261128T191500Z-${sha}`);
  expect(parseKeptRef(ref)).toEqual({ by: 'backup', branch: 'release/1.x', at, sha });
});

test('what an undo left is kept under a name that is no backup of a sync', () => {
  const at = new Date('2026-11-28T19:15:00.000Z');
  const ref = undoneRef({ branch: 'main', at, sha });
  expect(ref).toBe(`refs/backstroke/undone/main/20261128T191500Z-${sha}`);
  expect(parseKeptRef(ref)).toEqual({ by: 'undone', branch: 'main', at, sha });
});

test('later ones of a branch sort behind earlier ones', () => {
  const time = fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(time, time, (one, two) => {
      const [first, second] = [one, two].sort((a, b) => a.getTime() - b.getTime());
      const name = (at: Date | undefined) => backupRef({ branch: 'main', at: at ?? new Date(0), sha });
      expect(name(first) <= name(second)).toBe(true);
    }),
  );
});

test.each([
  'refs/heads/main',
  'refs/backstroke/backup/main',
  `refs/backstroke/backup/20261128T191500Z-${sha}`,
  `refs/backstroke/backup/main/20269901T000000Z-${sha}`,
  `refs/backstroke/backup/main/00001128T191500Z-${sha}`,
])('%s is none', (ref) => expect(parseKeptRef(ref)).toBeNull());
