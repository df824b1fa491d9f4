import type { Refusal } from '../core/refusal.ts';
import type { GitHub } from './app.ts';
import { attempt } from './attempt.ts';

export interface TokenOrder {
  installationId: number;
  repositoryId: number;
  /** For reading alone. */
  reads?: boolean;
}

/** A token for git, for one repository of an installation alone. */
export function repositoryToken(
  github: Pick<GitHub, 'asInstallation' | 'repositoryToken'>,
  { installationId, repositoryId, reads = false }: TokenOrder,
): Promise<{ token: string } | Refusal> {
  return attempt({ client: github.asInstallation(installationId) }, async () => ({
    token: await github.repositoryToken(installationId, repositoryId, reads ? 'read' : 'all'),
  }));
}
