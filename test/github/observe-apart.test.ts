import { describe, expect, test } from 'vitest';
import { createGateway } from '../../src/github/gateway.ts';
import { forkSha, observed, target, upstreamSha } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

const theirs = 8;
const user = { login: 'octo', databaseId: 77 };

/** The fork's installation sees the fork alone. */
function half(fork: object = {}) {
  const errors = [{ type: 'NOT_FOUND', path: ['upstream'], message: 'Could not resolve to a Repository' }];
  const data = observed({ compare: null, fork: { isPrivate: true, owner: user, ...fork } });
  answerGraphql('Observe', { data: { ...data, upstream: null }, errors });
}

/** That of upstream sees upstream. */
function other(upstream: object | null = {}) {
  const shown = upstream && { ...observed().upstream, isPrivate: true, ...upstream };
  const errors = upstream ? [] : [{ type: 'NOT_FOUND', path: ['upstream'], message: 'Could not resolve' }];
  answerGraphql('ObserveUpstream', { data: { upstream: shown }, errors });
}

const asked = () => api().get('/repos/up/hello/collaborators/octo/permission');
const may = (permission: string, id = 77) => asked().reply(200, { permission, role_name: permission, user: { id } });

function observe(upstreamInstallationId: number | null = theirs) {
  mint();
  const gateway = createGateway({ github: github(), now: () => now });
  return gateway.observe({ ...target, upstreamInstallationId });
}

describe('a private upstream of another installation', () => {
  test.each(['read', 'write', 'admin'])('is read where GitHub says that the owner may %s', async (permission) => {
    half();
    mint(theirs, 'ghs_theirs');
    other();
    may(permission);
    api()
      .get(`/repos/octo/hello/compare/${forkSha}...${upstreamSha}?page=2&per_page=1`)
      .reply(200, { ahead_by: 2, behind_by: 1 });
    expect(await observe()).toMatchObject({
      apart: { denied: null },
      upstream: { id: 2, branchSha: upstreamSha, private: true },
      comparison: { kind: 'counted', missing: 2, own: 1 },
    });
  });

  test.each([
    ['GitHub says that the owner may do nothing', () => may('none'), 'GitHub does not let octo read it'],
    ['in a word that is not known', () => may('glance'), 'GitHub does not let octo read it'],
    ['somebody else has the login by now', () => may('admin', 78), 'GitHub does not let octo read it'],
    ['GitHub knows no such person', () => asked().reply(404, { message: 'Not Found' }), 'GitHub does not let octo'],
    ['GitHub does not say', () => asked().reply(403, { message: 'Resource not accessible by integration' }), 'may not'],
  ])('is not read where %s', async (_name, permission, denied) => {
    half();
    mint(theirs, 'ghs_theirs');
    other();
    permission();
    if (denied === 'may not') mint(theirs, 'ghs_renewed');
    const seen = await observe();
    expect(seen).toMatchObject({
      upstream: null,
      comparison: null,
      apart: { denied: expect.stringContaining(denied) },
    });
    expect(JSON.stringify(seen)).not.toContain(upstreamSha);
  });

  test.each([
    ['is public', { isPrivate: false }, 'the fork is public'],
    ['belongs to an organization', { owner: { login: 'octo' } }, 'belongs to an organization'],
  ])('is not even asked for where the fork %s', async (_name, fork, denied) => {
    half(fork);
    expect(await observe()).toMatchObject({ upstream: null, apart: { denied: expect.stringContaining(denied) } });
  });

  test('is gone where its own installation does not see it', async () => {
    half();
    mint(theirs, 'ghs_theirs');
    other(null);
    expect(await observe()).toMatchObject({ upstream: null, apart: { denied: null } });
  });

  test('that is another repository by now is told of by its id alone', async () => {
    half();
    mint(theirs, 'ghs_theirs');
    other({ databaseId: 99 });
    expect(await observe()).toMatchObject({ upstream: { id: 99, branchSha: null } });
  });

  test.each([
    ['suspended', 403, { message: 'This installation has been suspended' }],
    ['gone', 404, { message: 'Not Found' }],
  ])('is not read where its installation is %s', async (_name, status, body) => {
    half();
    api().post(`/app/installations/${theirs}/access_tokens`).reply(status, body);
    expect(await observe()).toMatchObject({ apart: { denied: expect.stringContaining('the App may not read it') } });
  });

  test('is waited for where GitHub limits its installation, which is not that of the fork', async () => {
    half();
    mint(theirs, 'ghs_theirs');
    const errors = [{ type: 'RATE_LIMITED', path: [], message: 'API rate limit exceeded' }];
    answerGraphql('ObserveUpstream', { errors });
    expect(await observe()).toMatchObject({ reason: 'github-unavailable', notBefore: expect.any(String) });
  });

  test('is missing where nobody else covers it', async () => {
    half();
    expect(await observe(null)).toMatchObject({ upstream: null, apart: null });
  });
});
