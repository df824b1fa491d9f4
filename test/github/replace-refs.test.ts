import { describe, expect, test } from 'vitest';
import { noCommit, replaceRefs } from '../../src/github/move-branch.ts';
import { noWorkflows, old, place, sha } from './moving.ts';
import { api, offline } from './support.ts';

offline();

describe('replacing references', () => {
  const moves = [
    { ref: 'refs/backstroke/backup/main', before: noCommit, after: old },
    { ref: 'refs/heads/main', before: old, after: sha },
  ];
  const replace = (permissions?: Record<string, string>) =>
    replaceRefs(place(permissions), { repositoryNodeId: 'R_1', moves });
  const answer = (body: Record<string, unknown>) => {
    const sent: unknown[] = [];
    api()
      .post('/graphql', (asked) => asked.operationName === 'UpdateRefs')
      .times(2)
      .optionally()
      .reply(200, (_uri, asked) => {
        sent.push((asked as { variables: { input: unknown } }).variables.input);
        return body;
      });
    return sent;
  };
  const faulty = (type: string, message: string) => ({
    data: { updateRefs: null },
    errors: [{ type, path: ['updateRefs'], message }],
  });

  test('is one mutation, in which each says where it was', async () => {
    const sent = answer({ data: { updateRefs: { clientMutationId: null } } });
    expect(await replace()).toEqual({ moved: true, sha });
    expect(sent).toEqual([
      {
        repositoryId: 'R_1',
        refUpdates: [
          { name: 'refs/backstroke/backup/main', beforeOid: noCommit, afterOid: old, force: true },
          { name: 'refs/heads/main', beforeOid: old, afterOid: sha, force: true },
        ],
      },
    ]);
  });

  test.each<[string, string, string, object, Record<string, string>?]>([
    [
      'moved meanwhile',
      'UNPROCESSABLE',
      `refs/heads/main is at ${sha} but expected ${old}`,
      { moved: false, why: 'overtaken' },
    ],
    ['protected', 'UNPROCESSABLE', 'Cannot force-push to this protected branch', { reason: 'branch-protected' }],
    [
      'workflows',
      'FORBIDDEN',
      'backstroke[bot] does not have the correct permissions to execute `UpdateRefs`',
      { reason: 'missing-permission' },
      noWorkflows,
    ],
    ['limited', 'RATE_LIMITED', 'API rate limit exceeded', { reason: 'rate-limited' }, noWorkflows],
    ['anything else', 'UNPROCESSABLE', 'Something', { reason: 'github-unavailable' }],
  ])('%s', async (_name, type, message, outcome, permissions) => {
    answer(faulty(type, message));
    expect(await replace(permissions)).toMatchObject(outcome);
  });
});
