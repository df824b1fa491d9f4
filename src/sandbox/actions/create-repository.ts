import { type Quietly, sendRepositoryEvent } from '../events.ts';
import { accountNamed, fullName, repositoryNamed } from '../find.ts';
import { createStore, storePath } from '../git.ts';
import { noRules } from '../merge-rules.ts';
import type { Account, Repository } from '../types.ts';
import { nodeId, now, type World } from '../world.ts';
import { type Files, writeCommit } from '../write-commit.ts';
import { defaultLabels } from './labels.ts';
import { emailOf, setRef } from './push.ts';

export interface NewRepository extends Quietly {
  owner: string;
  name: string;
  private?: boolean;
  description?: string;
  defaultBranch?: string;
  files?: Files;
}

export async function createRepository(world: World, given: NewRepository): Promise<Repository> {
  const owner = accountNamed(world, given.owner);
  const id = world.nextId();
  const store = await createStore(storePath(world.dataDir, id));
  const repository = blank({ world, id, owner, name: given.name, store });
  repository.private = given.private ?? false;
  repository.description = given.description ?? null;
  repository.defaultBranch = given.defaultBranch ?? 'main';
  const author = { name: owner.login, email: emailOf(owner) };
  const as = { author, committer: author, date: store.tick() };
  const files = given.files ?? { 'README.md': `# ${given.name}\n` };
  const sha = await writeCommit({ store, parent: null, files, message: 'Initial commit', as });
  setRef({ repository, ref: `refs/heads/${repository.defaultBranch}`, to: sha });
  announce(world, repository, given);
  return repository;
}

export interface NewFork extends Quietly {
  source: string;
  owner: string;
  name?: string;
}

/** All branches, the same objects, a network shared with the source. */
export function fork(world: World, given: NewFork): Repository {
  const source = repositoryNamed(world, given.source);
  const owner = accountNamed(world, given.owner);
  const made = blank({ world, id: world.nextId(), owner, name: given.name ?? source.name, store: source.store });
  made.network = source.network;
  made.parentId = source.id;
  made.private = source.private;
  made.defaultBranch = source.defaultBranch;
  made.description = source.description;
  for (const [ref, to] of source.refs) {
    if (ref.startsWith('refs/heads/') || ref.startsWith('refs/tags/')) setRef({ repository: made, ref, to });
  }
  made.pushedAt = source.pushedAt;
  announce(world, made, given);
  return made;
}

function blank(given: {
  world: World;
  id: number;
  owner: Account;
  name: string;
  store: Repository['store'];
}): Repository {
  const { world, id, owner, name, store } = given;
  const key = `${owner.login}/${name}`.toLowerCase();
  const holder = world.repositories.get(world.names.get(key) ?? -1);
  if (holder && !holder.deleted && fullName(holder).toLowerCase() === key) throw new Error(`${key} exists already`);
  const at = now();
  const repository: Repository = {
    id,
    nodeId: nodeId('R', id),
    owner,
    name,
    description: null,
    private: false,
    archived: false,
    deleted: false,
    defaultBranch: 'main',
    network: id,
    parentId: null,
    refs: new Map(),
    lagging: new Map(),
    protected: new Set(),
    mergeRules: noRules(),
    store,
    hasPulls: true,
    pullPolicy: 'all',
    pulls: [],
    grants: new Map(),
    teams: new Map(),
    labels: defaultLabels(world),
    releases: [],
    createdAt: at,
    updatedAt: at,
    pushedAt: at,
  };
  world.repositories.set(id, repository);
  world.names.set(key, id);
  return repository;
}

function announce(world: World, repository: Repository, quietly: Quietly): void {
  const silent = quietly.silent ?? false;
  sendRepositoryEvent(world, { event: 'repository', action: 'created', repository, sender: repository.owner, silent });
}
