import { expect, test } from 'vitest';
import { isRefusal } from '../../src/core/refusal.ts';
import { elsewhereAt } from '../../src/github/elsewhere.ts';
import { createGateway } from '../../src/github/gateway.ts';
import { forkSha, observed, target } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

const theirs = 'e'.repeat(40);
const { id, owner, name, url } = elsewhereAt('https://gitlab.com/group/project.git');
const elsewhere = { ...target, linkId: 'a-link', upstream: { id, owner, name, url, branch: 'main' } };

/** `staged`: the commit that was brought into the fork. */
async function seen(staged: string | null, said: object = {}) {
  mint();
  const { upstream: _, ...data } = observed({
    fork: { staged: staged && { target: { oid: staged } }, ref: { target: { oid: forkSha } } },
  });
  const { sent } = answerGraphql('Observe', { data });
  const observation = await createGateway({ github: github(), now: () => now }).observe({ ...elsewhere, ...said });
  if (isRefusal(observation)) throw new Error(observation.detail);
  return { ...observation, sent };
}

const compared = () =>
  api()
    .get(`/repos/octo/hello/compare/${forkSha}...${theirs}?page=2&per_page=1`)
    .reply(200, { ahead_by: 2, behind_by: 1 });

test('what was brought into the fork stands for it, and is compared there', async () => {
  compared();
  const { sent, upstream, comparison, ...rest } = await seen(theirs, { elsewhere: { sha: theirs } });
  expect(sent[0]?.variables).toMatchObject({
    elsewhere: true,
    byName: false,
    stagedRef: 'refs/backstroke/upstream/a-link',
    placedBranch: 'backstroke/gitlab.com/main',
  });
  expect(upstream).toMatchObject({ id, owner: 'gitlab.com', name: 'group/project', branchSha: theirs, private: false });
  expect(comparison).toEqual({ kind: 'counted', missing: 2, own: 1, headSha: theirs });
  expect(rest).toMatchObject({
    elsewhere: { staged: theirs, detail: null },
    apart: null,
    optedOut: false,
    release: null,
  });
});

test('who cannot ask its server takes what was brought last for its head', async () => {
  compared();
  expect(await seen(theirs)).toMatchObject({ upstream: { branchSha: theirs }, comparison: { missing: 2 } });
  expect(await seen(null)).toMatchObject({ upstream: { branchSha: null }, comparison: null });
});

test('a head that is not in the fork yet is not asked for', async () => {
  const { upstream, comparison, elsewhere: place } = await seen('d'.repeat(40), { elsewhere: { sha: theirs } });
  expect([upstream?.branchSha, comparison, place?.staged]).toEqual([theirs, { kind: 'unavailable' }, 'd'.repeat(40)]);
});

test('a branch that is gone, and a repository that is, are told apart', async () => {
  expect(await seen(theirs, { elsewhere: { sha: null } })).toMatchObject({ upstream: { branchSha: null } });
  const gone = await seen(theirs, { elsewhere: { gone: 'no such repository' } });
  expect([gone.upstream, gone.elsewhere?.detail]).toEqual([null, 'no such repository']);
});

test('an address has one id, which is negative and safe in JSON', () => {
  expect(elsewhereAt('https://GITLAB.com/group/project.git/')).toMatchObject({ id, url });
  expect(id).toBeLessThan(0);
  expect(Number.isSafeInteger(id)).toBe(true);
  expect(elsewhereAt('https://gitlab.com/group/other').id).not.toBe(id);
  expect(() => elsewhereAt('http://gitlab.com/a')).toThrow('no address');
});
