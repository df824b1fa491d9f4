import type { ShownFork, ShownInstallation, ShownRepository } from '../../src/db/write/refreshed.ts';
import { nextId } from './rows.ts';

/** What GitHub shows of an installation and its repositories. */
export function shownInstallation(changed: Partial<ShownInstallation> = {}): ShownInstallation {
  const id = changed.id ?? nextId();
  const account = { id: nextId(), login: `octo-${id}`, type: 'User' };
  return { id, appId: 1, account, suspendedAt: null, permissions: { contents: 'write', metadata: 'read' }, ...changed };
}

export function shownRepository(changed: Partial<ShownRepository> = {}): ShownRepository {
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

export function shownFork(changed: Partial<ShownFork> = {}): ShownFork {
  const { pushedAt: _, ...parent } = shownRepository({ owner: 'up', ownerId: 2, defaultBranch: 'trunk' });
  return { ...shownRepository(changed), parent, ...changed };
}
