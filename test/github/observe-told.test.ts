import { expect, test } from 'vitest';
import { createGateway } from '../../src/github/gateway.ts';
import { closedPull, observed, pull, target } from './fixtures.ts';
import { answerGraphql, github, mint, now, offline } from './support.ts';

offline();

function observe() {
  mint();
  return createGateway({ github: github(), now: () => now }).observe(target);
}

const committer = (email: string | null) => ({ committer: { email } });
const fork = {
  open: { nodes: [{ number: 12, body: 'Text' }, null] },
  past: { target: { history: { nodes: [committer('Ada@up.example'), committer(null), committer('ada@up.example')] } } },
};
const latestRelease = { tagName: 'v1', description: null, tagCommit: { oid: 'c'.repeat(40) } };

test('what texts tell comes in the same query', async () => {
  const pulls = [pull(), closedPull({ __typename: 'User' }, { number: 11 })];
  answerGraphql('Observe', { data: observed({ pulls, fork, upstream: { latestRelease } }) });
  expect(await observe()).toMatchObject({
    release: { tag: 'v1', sha: 'c'.repeat(40), notes: '' },
    committers: ['ada@up.example'],
    pulls: [
      { number: 12, body: 'Text' },
      { number: 11, body: null },
    ],
  });
});

test.each([
  ['a release whose commit is not there', { latestRelease: { ...latestRelease, tagCommit: null } }, []],
  ['none', { latestRelease: null }, []],
  ['one that cannot be read', { latestRelease: null }, ['upstream', 'latestRelease']],
  ['one of another shape', { latestRelease: { tag: 'v1' } }, []],
])('no release: %s', async (_, upstream, path) => {
  const errors = path.length === 0 ? {} : { errors: [{ type: 'FORBIDDEN', path, message: 'Resource not accessible' }] };
  answerGraphql('Observe', { data: observed({ upstream }), ...errors });
  expect(await observe()).toMatchObject({ release: null, comparison: { kind: 'counted' } });
});

test('what only texts need is missing without harm', async () => {
  const errors = [
    { path: ['fork', 'past', 'target', 'history'], message: 'Something went wrong while executing your query' },
    { type: 'FORBIDDEN', path: ['fork', 'open', 'nodes'], message: 'Resource not accessible by integration' },
  ];
  const data = observed({ pulls: [pull()], fork: { open: null, past: { target: null } } });
  answerGraphql('Observe', { data, errors });
  expect(await observe()).toMatchObject({ committers: null, pulls: [{ number: 12, body: null }] });
});

test('a limit is a limit, wherever it is met', async () => {
  const errors = [{ type: 'RATE_LIMITED', path: ['fork', 'past'], message: 'API rate limit exceeded' }];
  answerGraphql('Observe', { data: observed(), errors });
  expect(await observe()).toMatchObject({ refused: true, reason: 'rate-limited' });
});
