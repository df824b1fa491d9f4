import { describe, expect, test } from 'vitest';
import { elsewhereAt } from '../../src/github/elsewhere.ts';
import { type ElsewherePreview, previewElsewhere } from '../../src/worker/preview-elsewhere.ts';
import { aCheckJob, aRefusal, sha } from '../support/messages.ts';

const { id, url } = elsewhereAt('https://gitlab.com/group/project.git');
const links = ['main', 'gone'].map((upstreamBranch) => ({ upstreamId: id, upstreamBranch }));
const of = (upstreamId: number) => ({
  forkBranch: 'main',
  upstreamId,
  upstreamBranch: 'main',
  pull: null,
  decidedOn: null,
  branchSeenAt: null,
  releasedAt: null,
  undoneAt: null,
  putBack: null,
  lastSyncedAt: null,
  sightings: [],
});
type Heads = Awaited<ReturnType<NonNullable<ElsewherePreview['upstreamGit']>['headsOf']>>;
const some: Heads = new Map([
  ['main', sha('a')],
  ['gone', null],
]);

/** What is known of both branches, and what the host was asked for. */
async function preview(given: { answer?: Heads; git?: boolean; job?: Parameters<typeof aCheckJob>[0] } = {}) {
  const { answer = some, git = true, job = {} } = given;
  const asked: unknown[] = [];
  const headsOf = async (order: object) => {
    asked.push(order);
    return answer;
  };
  const parts = { upstreamGit: git ? { headsOf } : null, giveUp: new AbortController().signal };
  const knownOf = await previewElsewhere({ ...parts, job: aCheckJob({ links: [of(id)], ...job }) }, { id, url }, links);
  return { asked, known: links.map(({ upstreamBranch }) => knownOf(upstreamBranch)?.reason ?? null) };
}

describe('branches outside GitHub that a file names', () => {
  const once = [{ url, branches: ['main', 'gone'] }];
  test.each<[string, Heads, (string | null)[]]>([
    ['one that is there and one that is not', some, [null, 'upstream-branch-missing']],
    ['those of a repository that is gone', { gone: 'no such repository' }, ['upstream-missing', 'upstream-missing']],
    ['those of a host that does not answer', aRefusal(), [null, null]],
  ])('are told of, all by one question: %s', async (_, answer, known) => {
    expect(await preview({ answer })).toEqual({ asked: once, known });
  });

  test.each<[string, Parameters<typeof preview>[0]]>([
    ['in a commit that nobody is known to have pushed here', { job: { compareSha: sha('b') } }],
    ['of an address that the fork was never linked to', { job: { links: [of(2)] } }],
    ['by a worker without git', { git: false }],
  ])('are not asked for %s', async (_, given) => {
    expect(await preview(given)).toEqual({ asked: [], known: [null, null] });
  });
});
