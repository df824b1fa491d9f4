/** Links that move branches without a pull request, and the circles they must not make. */

export interface End {
  repositoryId: number;
  branch: string;
}

/** A branch that is moved to what another one has. */
export interface Mover {
  from: End;
  to: End;
}

/** Those of `movers` whose branch would follow itself in the end. `known`: other links; a branch that is in both is moved as `movers` say. */
export function circular(movers: readonly Mover[], known: readonly Mover[]): Mover[] {
  const source = new Map([...known, ...movers].map(({ from, to }) => [nameOf(to), nameOf(from)]));
  return movers.filter(({ from, to }) => {
    const passed = new Set<string>();
    for (let at: string | undefined = nameOf(from); at !== undefined && !passed.has(at); at = source.get(at)) {
      if (at === nameOf(to)) return true;
      passed.add(at);
    }
    return false;
  });
}

function nameOf({ repositoryId, branch }: End): string {
  return `${repositoryId} ${branch}`;
}
