import { expect, test } from 'vitest';
import { listKeptRefs } from '../../src/github/kept-refs.ts';
import { api, github, mint, offline } from './support.ts';

offline();

const sha = 'a'.repeat(40);
const name = (by: string, at: string) => `refs/backstroke/${by}/release/1/${at}-${sha}`;
const shown = (ref: string, holds = sha) => ({ ref, object: { sha: holds, type: 'commit' } });
const asked = () => {
  mint();
  return api().get('/repos/octo/hello/git/matching-refs/backstroke%2F');
};
const read = () => listKeptRefs(github().asInstallation(7), { owner: 'octo', name: 'hello' });

test('what our refs keep is what their names say, where they hold it', async () => {
  const [backup, undone] = [name('backup', '20261128T191500Z'), name('undone', '20261128T191600Z')];
  const forged = name('backup', '20261128T191700Z');
  asked().reply(200, [shown(backup), shown(undone), shown(forged, 'b'.repeat(40)), shown('refs/backstroke/other')]);
  const kept = { branch: 'release/1', sha };
  expect(await read()).toEqual([
    { ...kept, by: 'backup', at: new Date('2026-11-28T19:15:00Z'), ref: backup },
    { ...kept, by: 'undone', at: new Date('2026-11-28T19:16:00Z'), ref: undone },
  ]);
});

test('a refusal is one', async () => {
  asked().reply(403, { message: 'Resource not accessible by integration' });
  mint(7, 'ghs_second');
  expect(await read()).toMatchObject({ refused: true, reason: 'missing-permission' });
});
