import { pathOf } from '../../core/config/file.ts';
import type { Followed } from '../../core/config/followed.ts';
import type { ConfigState } from '../../core/link.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { InstallationClient } from '../../github/client.ts';
import type { Covered } from '../../github/covered.ts';
import { isInherited } from '../../github/file-origin.ts';

/** `blob`: the one that is upstream's word and not the owner's; null: none is. */
export type Inherited = { known: true; blob: string | null } | { known: false };

/**
 * The blob that is not the owner's word: the one upstream has now, or, where the repository has another, one that came from what
 * it follows before that changed its own. What was decided of a blob holds as long as the repository has it. Not known: nothing may
 * be made of the file yet.
 */
export async function inheritedBlob(given: {
  client: InstallationClient;
  shown: Covered;
  before: { state: ConfigState | null; blob: string | null };
  /** What its links follow, besides the default branch of its parent. */
  followed: readonly Followed[];
}): Promise<Inherited | Refusal> {
  const { client, shown, before, followed } = given;
  const file = shown.config;
  const parents: Inherited = { known: true, blob: shown.parentConfig };
  const blob = file === null || file.kind === 'missing' ? null : file.oid;
  const nothing = shown.parent === null && !followed.some((one) => 'ref' in one);
  if (file === null || blob === null || blob === shown.parentConfig || nothing) return parents;
  if (blob === before.blob) return before.state === 'default' ? { known: true, blob } : parents;
  const inherited = await isInherited({ client, repository: shown, path: pathOf(file), blob, followed });
  if (typeof inherited === 'object') return inherited;
  if (inherited === 'unknown') return { known: false };
  return inherited ? { known: true, blob } : parents;
}
