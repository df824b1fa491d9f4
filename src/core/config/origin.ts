/** Which file a fork's configuration comes from: its own, its own for wei/pull, or that in `OWNER/.github`. */
import type { LinkOff } from '../link.ts';
import { effectiveConfig, layersOf } from './effective.ts';
import { pullPath } from './file.ts';
import type { ForkConfig, OwnerConfig, RepositoryConfig } from './schema.ts';

export type ConfigFile = 'own' | 'pull' | 'owner';

/** What is in use for a fork, each file as last valid. */
export interface Configured {
  own: ForkConfig | null;
  owner: OwnerConfig | null;
  /** Without the owner. */
  repository: string;
}

/** The file that says which links the fork has; null: it has the one that every fork has. */
export function declaringFile(given: Configured): ConfigFile | null {
  return fileOf(given, 'branches') ?? fileOf(given, 'upstream');
}

/**
 * The file that says the strategy of the link that every fork has; null: none does, or that link is declared. One that keeps paths does, for
 * not every strategy can.
 */
export function strategyFile(given: Configured): ConfigFile | null {
  if (declaringFile(given) !== null) return null;
  return fileOf(given, 'strategy') ?? (effectiveConfig(given).keep.length > 0 ? fileOf(given, 'keep') : null);
}

/** The file that switches the fork off; null: none does. */
export function switchingFile(given: Configured): ConfigFile | null {
  return effectiveConfig(given).enabled ? null : fileOf(given, 'enabled');
}

function fileOf(given: Configured, key: keyof RepositoryConfig): ConfigFile | null {
  const at = layersOf(given).findIndex(({ says }) => says[key] !== undefined);
  if (at < 0) return null;
  if (at > 0) return 'owner';
  return given.own?.file === pullPath ? 'pull' : 'own';
}

/** Why a link is off, as far as no person switched it off. */
export type WhyOff =
  | { by: 'switch' | 'declaration'; file: ConfigFile }
  /** Neither a file nor being a fork asks for it any more. */
  | { by: 'nobody' }
  /** The file never was valid. */
  | { by: 'problem'; file: ConfigFile; problem: string | null };

/** `problems` are of files that never were valid; null for one that was, or is not there. */
export function whyOff(
  off: Exclude<LinkOff, 'removed'>,
  given: Configured & { problems: Record<'own' | 'owner', string | null> },
): WhyOff {
  if (off === 'config-invalid') {
    const { own, owner } = given.problems;
    if (own === null && owner !== null) return { by: 'problem', file: 'owner', problem: owner };
    // A problem names its file when that is not ours.
    return { by: 'problem', file: own?.startsWith(pullPath) ? 'pull' : 'own', problem: own };
  }
  const switched = switchingFile(given);
  if (switched !== null) return { by: 'switch', file: switched };
  const declared = declaringFile(given);
  return declared === null ? { by: 'nobody' } : { by: 'declaration', file: declared };
}
