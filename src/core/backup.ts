/**
 * Names of refs that keep what a branch lost. Each holds a commit that a branch pointed to before Backstroke moved it other than
 * forward, and is made in the same atomic mutation as the move. The name says all that is needed to put the branch back, so that
 * the record of a move survives the loss of everything of ours.
 */
export interface Backup {
  /** Without `refs/heads/`. */
  branch: string;
  /** When the branch was moved, to the second. */
  at: Date;
  /** Where it was before: what the ref points to. */
  sha: string;
}

/** `backup`: by a sync; `undone`: by putting a branch back, so it is what the sync had made of it. */
export type KeptBy = 'backup' | 'undone';

/** Below these are all of them. */
export const keptPrefix = 'refs/backstroke/';

const named =
  /^refs\/backstroke\/(backup|undone)\/(.+)\/(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-([0-9a-f]{40,64})$/;

/** `refs/backstroke/backup/main/20261128T191500Z-<sha>`: later ones of a branch sort behind earlier ones. */
export function backupRef(backup: Backup): string {
  return keptRef('backup', backup);
}

/** `refs/backstroke/undone/main/20261128T191500Z-<sha>` */
export function undoneRef(undone: Backup): string {
  return keptRef('undone', undone);
}

function keptRef(by: KeptBy, { branch, at, sha }: Backup): string {
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${keptPrefix}${by}/${branch}/${time}-${sha}`;
}

/** null for a ref that keeps nothing of ours. */
export function parseKeptRef(ref: string): (Backup & { by: KeptBy }) | null {
  const match = named.exec(ref);
  if (!match) return null;
  const [, by, branch = '', year, month, day, hour, minute, second, sha = ''] = match;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Whoever can push to the fork can make refs with any name here.
  if (Number.isNaN(at.getTime()) || Number(year) < 2000) return null;
  return { by: by === 'undone' ? 'undone' : 'backup', branch, at, sha };
}
