import type { Refusal } from '../core/refusal.ts';
import type { GitHub } from './app.ts';
import { attempt } from './attempt.ts';

/** A token for git, for one repository of an installation alone. */
export function repositoryToken(
  github: Pick<GitHub, 'asInstallation' | 'repositoryToken'>,
  { installationId, repositoryId }: { installationId: number; repositoryId: number },
): Promise<{ token: string } | Refusal> {
  return attempt({ client: github.asInstallation(installationId) }, async () => ({
    token: await github.repositoryToken(installationId, repositoryId),
  }));
}
