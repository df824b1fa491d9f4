import { repositoryNamed } from '../find.ts';
import type { Label, Repository } from '../types.ts';
import { nodeId, type World } from '../world.ts';

/** https://docs.github.com/issues/using-labels-and-milestones-to-track-work/managing-labels#about-default-labels */
const defaults: Record<string, [color: string, description: string]> = {
  bug: ['d73a4a', "Something isn't working"],
  documentation: ['0075ca', 'Improvements or additions to documentation'],
  duplicate: ['cfd3d7', 'This issue or pull request already exists'],
  enhancement: ['a2eeef', 'New feature or request'],
  'good first issue': ['7057ff', 'Good for newcomers'],
  'help wanted': ['008672', 'Extra attention is needed'],
  invalid: ['e4e669', "This doesn't seem right"],
  question: ['d876e3', 'Further information is requested'],
  wontfix: ['ffffff', 'This will not be worked on'],
};

/** What a label gets that is made by adding it to an issue. */
const plain = 'ededed';

export function labelActions(world: World) {
  return {
    /** A label in a repository, on no pull request yet. */
    createLabel(repository: string, name: string, given: { color?: string; description?: string } = {}): void {
      const made = addLabel(world, repositoryNamed(world, repository), name);
      made.color = given.color ?? made.color;
      made.description = given.description ?? null;
    },
    /** Names of the labels a repository has. */
    labels: (repository: string): string[] => repositoryNamed(world, repository).labels.map(({ name }) => name),
  };
}

export function defaultLabels(world: Pick<World, 'nextId'>): Label[] {
  return Object.entries(defaults).map(([name, [color, description]]) => ({
    ...blank(world, name),
    color,
    description,
    isDefault: true,
  }));
}

/** Names are compared without regard to case. */
export function labelNamed(repository: Repository, name: string): Label | undefined {
  return repository.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

export function addLabel(world: World, repository: Repository, name: string): Label {
  const made = blank(world, name);
  repository.labels.push(made);
  return made;
}

function blank(world: Pick<World, 'nextId'>, name: string): Label {
  const id = world.nextId();
  return { id, nodeId: nodeId('LA', id), name, color: plain, description: null, isDefault: false };
}
