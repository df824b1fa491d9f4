import type { GitHub } from '../../src/github/app.ts';
import type { Answer } from '../../src/github/client.ts';
import { httpError } from '../github/support.ts';

/** The id of the App that this GitHub knows. */
export const ourApp = 7;

export interface Shown {
  suspended?: boolean;
  /** GitHub names no account of it. */
  nameless?: boolean;
  forks: { id: number; parentId: number }[];
}

/** GitHub with these installations, over the clients that the loop uses; `refuse` is asked before each answer. */
export function gitHub(shown: Map<number, Shown>, refuse: (route: string) => Error | null = () => null): GitHub {
  const installation = (id: number, of: Shown) => ({
    id,
    account: of.nameless ? null : { id: id + 1, login: `octo-${id}`, type: 'User' },
    suspended_at: of.suspended ? '2026-11-20T12:00:00Z' : null,
    permissions: { contents: 'write' },
    events: [],
    repository_selection: 'all',
  });
  const owner = (id: number) => ({ id, login: `owner-${id}`, databaseId: id });
  const rest = (id: number) => ({
    id,
    node_id: `R_${id}`,
    name: `repo-${id}`,
    owner: owner(1),
    private: false,
    archived: false,
    fork: true,
    default_branch: 'main',
    pushed_at: null,
  });
  const node = (id: number) => ({
    databaseId: id,
    id: `R_${id}`,
    name: `repo-${id}`,
    isArchived: false,
    isPrivate: false,
    owner: owner(1),
    defaultBranchRef: { name: 'main' },
  });
  const answer = (route: string, data: unknown): Answer => {
    const error = refuse(route);
    if (error) throw error;
    return { status: 200, data, headers: {} };
  };
  const app = {
    caller: 'app' as const,
    now: () => new Date(),
    request: async (route: string, parameters: Record<string, unknown> = {}) => {
      if (route === 'GET /app/installations')
        return answer(
          route,
          [...shown].map(([id, of]) => installation(id, of)),
        );
      if (route === 'GET /app') return answer(route, { id: ourApp, slug: 'backstroke', name: 'Backstroke' });
      const id = Number(parameters.installation_id);
      const of = shown.get(id);
      if (!of) throw httpError({ status: 404, body: { message: 'Not Found' } });
      return answer(route, installation(id, of));
    },
  };
  const forks = (id: number) => shown.get(id)?.forks ?? [];
  return {
    asApp: () => app,
    asOAuthApp: () => app,
    asUser: () => ({ ...app, caller: 'user' }),
    repositoryToken: async () => 'ghs_of_a_repository',
    asInstallation: (id) => ({
      ...app,
      caller: 'installation',
      permissions: async () => ({}),
      request: async (route) => answer(route, { repositories: forks(id).map((fork) => rest(fork.id)) }),
      graphql: async () => ({
        data: {
          nodes: forks(id).map((fork) => ({ ...node(fork.id), pushedAt: null, parent: node(fork.parentId) })),
          repository: null,
        },
        faults: [],
        headers: {},
      }),
    }),
  };
}
