/**
 * Names of backup refs. Each holds a commit that a branch pointed to before Backstroke moved it other than forward, and is made in the
 * same atomic mutation as the move. The name says all that is needed to put the branch back, so that the record of a move
 * survives the loss of everything of ours.
 */
export interface Backup {
  /** Without `refs/heads/`. */
  branch: string;
  /** When the branch was moved, to the second. */
  at: Date;
  /** Where it was before: what the backup ref points to. */
  sha: string;
}

export const backupPrefix = 'refs/backstroke/backup/';

const named = /^refs\/backstroke\/backup\/(.+)\/(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-([0-9a-f]{40,64})$/;

/** `refs/backstroke/backup/main/20261128T191500Z-<sha>`: later ones of a branch sort behind earlier ones. */
export function backupRef({ branch, at, sha }: Backup): string {
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${backupPrefix}${branch}/${time}-${sha}`;
}

/** null for a ref that is no backup of ours. */
export function parseBackupRef(ref: string): Backup | null {
  const match = named.exec(ref);
  if (!match) return null;
  const [, branch = '', year, month, day, hour, minute, second, sha = ''] = match;
  return { branch, at: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`), sha };
}
