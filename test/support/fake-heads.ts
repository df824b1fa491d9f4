import type { GitHub } from '../../src/github/app.ts';
import type { GraphqlAnswer, GraphqlFault } from '../../src/github/client.ts';

export interface Shown {
  id: number;
  owner: string;
  name: string;
  branches: Record<string, string>;
  pushedAt?: string;
  /** The commit of its latest release. */
  release?: string;
}

/** GitHub as the dispatcher sees it: answers the heads query from memory and counts who asked for how much. */
export interface FakeHeads {
  github: Pick<GitHub, 'asInstallation'>;
  /** `known` is the name under which it is asked for; `now` what GitHub shows there. */
  show: (known: string, now: Shown) => void;
  hide: (known: string) => void;
  /** Each query: who asked, and for which repositories. */
  queries: { installationId: number; repositories: string[] }[];
  /** Until it is called with null, GitHub answers this installation with a limit that ends then. */
  limit: (installationId: number, until: Date | null) => void;
}

export function fakeHeads(): FakeHeads {
  const shown = new Map<string, Shown>();
  const limits = new Map<number, Date>();
  const queries: FakeHeads['queries'] = [];

  const answer = (installationId: number, query: string, variables: Record<string, unknown>): GraphqlAnswer => {
    const indexes = Object.keys(variables).flatMap((name) => /^n(\d+)$/.exec(name)?.[1] ?? []);
    const nameOf = (index: string) => `${variables[`o${index}`]}/${variables[`n${index}`]}`.toLowerCase();
    queries.push({ installationId, repositories: indexes.map(nameOf) });
    const until = limits.get(installationId);
    if (until) return limited(until);
    const data: Record<string, unknown> = { rateLimit: null };
    const faults: GraphqlFault[] = [];
    for (const index of indexes) {
      const repository = shown.get(nameOf(index));
      data[`u${index}`] = repository
        ? { ...present(repository, index, variables), ...releases(repository, index, query) }
        : null;
      if (!repository)
        faults.push({ type: 'NOT_FOUND', code: null, path: [`u${index}`], message: 'Could not resolve' });
    }
    return { data, faults, headers: {} };
  };

  return {
    github: {
      asInstallation: (installationId) => ({
        caller: 'installation',
        permissions: async () => ({}),
        now: () => new Date(),
        request: () => Promise.reject(new Error('The dispatcher asks for heads alone')),
        graphql: async (query, variables) => answer(installationId, query, variables),
      }),
    },
    show: (known, now) => void shown.set(known.toLowerCase(), now),
    hide: (known) => void shown.delete(known.toLowerCase()),
    queries,
    limit: (installationId, until) => {
      if (until) limits.set(installationId, until);
      else limits.delete(installationId);
    },
  };
}

function present(repository: Shown, index: string, variables: Record<string, unknown>): Record<string, unknown> {
  const refs = Object.keys(variables).flatMap((name) => {
    const at = new RegExp(`^b${index}_(\\d+)$`).exec(name)?.[1];
    if (at === undefined) return [];
    const sha = repository.branches[String(variables[name]).replace('refs/heads/', '')];
    return [[`r${at}`, sha === undefined ? null : { target: { oid: sha } }]];
  });
  return {
    databaseId: repository.id,
    name: repository.name,
    owner: { login: repository.owner },
    pushedAt: repository.pushedAt ?? null,
    ...Object.fromEntries(refs),
  };
}

function releases({ release }: Shown, index: string, query: string): Record<string, unknown> {
  const line = query.split('\n').find((one) => one.startsWith(`  u${index}: `)) ?? '';
  const aliases = [...line.matchAll(/(r\d+): latestRelease/g)].map(([, alias]) => alias);
  return Object.fromEntries(
    aliases.map((alias) => [alias, release ? { tagName: 'v1', tagCommit: { oid: release } } : null]),
  );
}

function limited(until: Date): GraphqlAnswer {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(until.getTime() / 1_000)) };
  const fault = { type: 'RATE_LIMITED', code: null, path: [], message: 'API rate limit exceeded' };
  return { data: null, faults: [fault], headers };
}
