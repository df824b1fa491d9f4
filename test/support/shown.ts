import type { ShownInstallation } from '../../src/db/write/refreshed.ts';
import type { Covered, RepositoryNames } from '../../src/github/covered.ts';
import { nextId } from './rows.ts';

/** What GitHub shows of an installation and its repositories. */
export function shownInstallation(changed: Partial<ShownInstallation> = {}): ShownInstallation {
  const id = changed.id ?? nextId();
  const account = { id: nextId(), login: `octo-${id}`, type: 'User' };
  return {
    id,
    appId: 1,
    appSlug: 'backstroke',
    account,
    suspendedAt: null,
    permissions: { contents: 'write', metadata: 'read' },
    ...changed,
  };
}

export function shownRepository(changed: Partial<Covered> = {}): Covered {
  return { ...names(changed), parent: null, config: { kind: 'missing' }, parentConfig: null, ...changed };
}

export function shownFork(changed: Partial<Covered> = {}): Covered {
  return shownRepository({ parent: names({ owner: 'up', ownerId: 2, defaultBranch: 'trunk' }), ...changed });
}

function names(changed: Partial<RepositoryNames>): RepositoryNames {
  const id = changed.id ?? nextId();
  return {
    id,
    nodeId: `R_${id}`,
    owner: 'octo',
    ownerId: 1,
    name: `repo-${id}`,
    private: false,
    archived: false,
    defaultBranch: 'main',
    pushedAt: '2026-11-20T12:00:00Z',
    ...changed,
  };
}
