import { expect, test } from 'vitest';
import { actKinds } from '../../../src/core/act.ts';
import { actWords } from '../../../src/core/text/act.ts';

test('what somebody did, as it follows their name', () => {
  expect(
    actKinds.map((kind) => actWords(kind, kind === 'strategy' ? 'mirror' : null)).join('\n'),
  ).toMatchInlineSnapshot(`
    "made this link
    renamed this link
    chose the strategy mirror
    paused this link
    resumed this link
    asked for a sync
    asked for a sync of all their links
    had this link tried again
    released this link
    asked for the last move to be put back
    renewed the secret address
    asked for a sync in the pull request
    asked in the pull request for a branch in the fork
    asked in the pull request for conflicts to be resolved as before"
  `);
});
