import type { Label, Repository } from '../types.ts';
import type { World } from '../world.ts';
import type { Json } from './account.ts';
import { repositoryApi } from './repository.ts';

export function labelJson(world: World, repository: Repository, label: Label): Json {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repositoryApi(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: label.isDefault,
    description: label.description,
  };
}
