import { expect, test } from 'vitest';
import { asInstallation, failure, fork, openPull, sandboxWithFork } from './support.ts';

interface GraphqlAnswer {
  data?: unknown;
  errors?: unknown;
}

async function ready(permissions?: Record<string, string>) {
  const sandbox = await sandboxWithFork();
  const octokit = asInstallation(sandbox, sandbox.install('octo', 'all', permissions));
  /** The whole answer, with its errors. */
  const ask = (query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer> =>
    octokit.graphql(query, variables).then(
      (data) => ({ data }),
      ({ data, errors }: GraphqlAnswer) => ({ data, errors }),
    );
  return { sandbox, octokit, ask };
}

test('observes a fork in one query', async () => {
  const { sandbox, octokit, ask } = await ready();
  const sha = await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  await openPull(octokit);
  sandbox.closePull('octo/hello', 1, 'octo');
  const { data, errors } = await ask(observeQuery);
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    viewer: { login: 'backstroke[bot]', databaseId: sandbox.bot.id },
    rateLimit: { cost: 1, limit: 5000 },
    repository: {
      nameWithOwner: 'octo/hello',
      isFork: true,
      visibility: 'PUBLIC',
      parent: { nameWithOwner: 'up/hello', defaultBranchRef: { name: 'main', target: { oid: sha } } },
      ref: { compare: { status: 'AHEAD', aheadBy: 1, behindBy: 0, headTarget: { oid: sha } } },
      object: { text: 'hello\n' },
      pullRequests: {
        nodes: [
          {
            state: 'CLOSED',
            viewerDidAuthor: true,
            author: { __typename: 'Bot', login: 'backstroke', databaseId: sandbox.bot.id },
            headRepository: { nameWithOwner: 'up/hello' },
            headRepositoryOwner: { login: 'up' },
            isCrossRepository: true,
            timelineItems: { nodes: [{ __typename: 'ClosedEvent', actor: { __typename: 'User', login: 'octo' } }] },
          },
        ],
      },
    },
  });
});

test('answers the aliases that are there beside errors for those that are not', async () => {
  const { sandbox, ask } = await ready();
  sandbox.renameRepository('up/hello', 'hallo');
  const { data, errors } = await ask(`{
    u0: repository(owner: "up", name: "hello", followRenames: true) { nameWithOwner r0: ref(qualifiedName: "refs/heads/gone") { name } }
    u1: repository(owner: "gone", name: "gone") { id }
    u2: repository(owner: "up", name: "hello", followRenames: false) { id }
  }`);
  expect(data).toEqual({ u0: { nameWithOwner: 'up/hallo', r0: null }, u1: null, u2: null });
  expect(errors).toMatchObject([
    {
      type: 'NOT_FOUND',
      path: ['u1'],
      locations: [{ line: 3 }],
      message: "Could not resolve to a Repository with the name 'gone/gone'.",
    },
    { path: ['u2'] },
  ]);
  const ids = [sandbox.repository('octo/hello').nodeId, 'R_nothing'];
  const nodes = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { ... on Repository { databaseId } } }', { ids });
  expect(nodes.data).toEqual({ nodes: [{ databaseId: sandbox.repository('octo/hello').id }, null] });
  expect(nodes.errors).toMatchObject([{ type: 'NOT_FOUND', path: ['nodes', 1] }]);
});

test('refuses what the schema of GitHub does not have', async () => {
  const { ask } = await ready();
  const { data, errors } = await ask('query { viewer { login nickname } }');
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([
    {
      message: "Field 'nickname' doesn't exist on type 'User'",
      extensions: { code: 'undefinedField', typeName: 'User', fieldName: 'nickname' },
    },
  ]);
  const open = await ask('{ repository(owner: "octo", name: "hello") { pullRequests { totalCount } } }');
  expect(open.errors).toMatchObject([{ type: 'MISSING_PAGINATION_BOUNDARIES' }]);
});

test('a comparison that cannot be made is null beside an error', async () => {
  const { sandbox, ask } = await ready();
  await sandbox.forcePush('up/hello', 'other', { onto: null, files: { c: '1' } });
  const compare = (head: string) =>
    ask(`{ repository(owner: "octo", name: "hello") { ref(qualifiedName: "refs/heads/main") {
      compare(headRef: "${head}") { aheadBy } } } }`);
  for (const head of ['up:gone', 'up:other']) {
    const { data, errors } = await compare(head);
    expect(data).toEqual({ repository: { ref: { compare: null } } });
    expect(errors).toMatchObject([{ type: 'NOT_FOUND', path: ['repository', 'ref', 'compare'] }]);
  }
});

test('opens a pull request between two repositories of one owner', async () => {
  const { sandbox, ask } = await ready();
  const { nodeId: headRepositoryId } = sandbox.repository('octo/hello');
  const { nodeId: repositoryId } = await sandbox.fork({ source: 'octo/hello', owner: 'octo', name: 'second' });
  await sandbox.commit('octo/hello', 'main', { files: { a: '1' } });
  const create = () =>
    ask(createMutation, {
      input: {
        repositoryId,
        headRepositoryId,
        baseRefName: 'main',
        headRefName: 'main',
        title: 'Sync',
        maintainerCanModify: false,
      },
    });
  expect((await create()).data).toMatchObject({ createPullRequest: { pullRequest: { number: 1 } } });
  expect(await create()).toMatchObject({
    data: { createPullRequest: null },
    errors: [{ type: 'UNPROCESSABLE', message: 'A pull request already exists for octo:main.' }],
  });
});

test('a mutation without permission is forbidden', async () => {
  const { sandbox, ask } = await ready({ contents: 'read' });
  const { nodeId: repositoryId } = sandbox.repository('octo/hello');
  await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  const input = { repositoryId, baseRefName: 'main', headRefName: 'up:main', title: 'Sync' };
  expect(await ask(createMutation, { input })).toMatchObject({
    data: { createPullRequest: null },
    errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
  });
});

test('updateRefs moves all or nothing, compares before, and can write a backup', async () => {
  const { sandbox, octokit, ask } = await ready();
  const { nodeId: repositoryId } = sandbox.repository('octo/hello');
  const old = await sandbox.commit('octo/hello', 'main', { files: { own: '1' } });
  const next = await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  const zero = '0'.repeat(40);
  const backup = 'refs/backstroke/backup/main';
  const update = (beforeOid: string) =>
    ask('mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }', {
      input: {
        repositoryId,
        refUpdates: [
          { name: backup, beforeOid: zero, afterOid: old },
          { name: 'refs/heads/main', beforeOid, afterOid: next, force: true },
        ],
      },
    });
  expect((await update(next)).errors).toMatchObject([{ type: 'UNPROCESSABLE' }]);
  expect(sandbox.refs('octo/hello')).not.toHaveProperty(backup);
  expect((await update(old)).errors).toBeUndefined();
  expect(sandbox.refs('octo/hello')).toMatchObject({ [backup]: old, 'refs/heads/main': next });
  const stale = octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { ...fork, ref: 'heads/main', sha: old });
  expect(await failure(stale)).toMatchObject({ status: 422, data: { message: 'Update is not a fast forward' } });
});

const createMutation =
  'mutation Create($input: CreatePullRequestInput!) { createPullRequest(input: $input) { pullRequest { number url } } }';

const observeQuery = `query Observe {
  viewer { login databaseId }
  rateLimit { cost remaining resetAt limit }
  repository(owner: "octo", name: "hello") {
    id databaseId name nameWithOwner owner { login } isFork isArchived isPrivate visibility pushedAt url
    defaultBranchRef { name target { oid } }
    parent { nameWithOwner defaultBranchRef { name target { oid } } }
    ref(qualifiedName: "refs/heads/main") {
      name target { oid }
      compare(headRef: "up:main") { status aheadBy behindBy baseTarget { oid } headTarget { oid } }
    }
    object(expression: "HEAD:README.md") { ... on Blob { oid text } }
    pullRequests(first: 10, states: [OPEN, CLOSED, MERGED], baseRefName: "main", headRefName: "main",
      orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id number url state isDraft title body createdAt closedAt mergedAt headRefName headRefOid baseRefName
        maintainerCanModify isCrossRepository viewerDidAuthor mergeable mergeStateStatus
        headRepository { databaseId nameWithOwner } headRepositoryOwner { login }
        author { __typename login ... on Bot { databaseId } ... on User { databaseId } }
        timelineItems(last: 5, itemTypes: [CLOSED_EVENT, HEAD_REF_DELETED_EVENT, REOPENED_EVENT]) {
          nodes {
            __typename
            ... on ClosedEvent { createdAt actor { __typename login ... on Bot { databaseId } } }
            ... on HeadRefDeletedEvent { createdAt }
          }
        }
      }
    }
  }
}`;
