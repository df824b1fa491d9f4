/** Answers of GitHub with defaults; a test names what is different. */
export const us = 90_000_001;
export const forkSha = 'f'.repeat(40);
export const upstreamSha = 'a'.repeat(40);

export const target = {
  installationId: 7,
  fork: { id: 1, owner: 'octo', name: 'hello', branch: 'main' },
  upstream: { id: 2, owner: 'up', name: 'hello', branch: 'main' },
};

const repository = (id: number, owner: string) => ({
  databaseId: id,
  id: `R_${id}`,
  name: 'hello',
  owner: { login: owner },
  isArchived: false,
  isPrivate: false,
});

interface ObserveParts {
  fork?: Record<string, unknown>;
  upstream?: Record<string, unknown>;
  compare?: Record<string, unknown> | null;
  pulls?: unknown[];
  more?: boolean;
}

export function observed(parts: ObserveParts = {}) {
  const { pulls = [], more = false } = parts;
  const counted = { aheadBy: 3, behindBy: 1, headTarget: { oid: upstreamSha } };
  return {
    viewer: { databaseId: us, login: 'backstroke[bot]' },
    fork: {
      ...repository(1, 'octo'),
      ref: { target: { oid: forkSha }, compare: parts.compare === undefined ? counted : parts.compare },
      pullRequests: { pageInfo: { hasNextPage: more }, nodes: pulls },
      ...parts.fork,
    },
    upstream: { ...repository(2, 'up'), ref: { target: { oid: upstreamSha } }, ...parts.upstream },
  };
}

export const bot = { __typename: 'Bot', databaseId: us };
export const person = { __typename: 'User' };

export function pull(parts: Record<string, unknown> = {}) {
  return {
    number: 12,
    url: 'https://github.com/octo/hello/pull/12',
    state: 'OPEN',
    headRefOid: upstreamSha,
    closedAt: null,
    author: bot,
    headRepository: { databaseId: 2 },
    headRepositoryOwner: { login: 'up' },
    timelineItems: { nodes: [] },
    ...parts,
  };
}

/** What is said of a pull request where nobody asked whether it is to be merged. */
export const unasked = { mergeState: 'unknown', draft: false, review: null };

export const closedAt = '2026-11-19T10:00:00Z';

/** A closed pull request, and by whom. */
export function closedPull(actor: unknown, parts: Record<string, unknown> = {}, events: unknown[] = []) {
  const nodes = [...events, { __typename: 'ClosedEvent', createdAt: closedAt, actor }];
  return pull({ state: 'CLOSED', closedAt, timelineItems: { nodes }, ...parts });
}
