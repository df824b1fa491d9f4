import type { CheckRun } from '../check-types.ts';
import { repositoryNamed } from '../find.ts';
import type { World } from '../world.ts';

/** A check run as people see it, with the buttons they are shown. */
export interface CheckRunInfo
  extends Pick<
    CheckRun,
    'id' | 'name' | 'status' | 'conclusion' | 'externalId' | 'detailsUrl' | 'annotations' | 'actions'
  > {
  title: string | null;
  summary: string | null;
  text: string | null;
}

export function checkActions(world: World) {
  return {
    /** Every run on a commit, the oldest first. */
    checkRuns(repository: string, sha: string): CheckRunInfo[] {
      const { id } = repositoryNamed(world, repository);
      return world.checkRuns.filter((run) => run.repositoryId === id && run.headSha === sha).map(infoOf);
    },
  };
}

function infoOf(run: CheckRun): CheckRunInfo {
  const { id, name, status, conclusion, externalId, detailsUrl, output, annotations, actions } = run;
  const shown = { id, name, status, conclusion, externalId, detailsUrl, ...output };
  return { ...shown, annotations: [...annotations], actions: [...actions] };
}
