import { z } from 'zod';
import { type Backup, type KeptBy, keptPrefix, parseKeptRef } from '../core/backup.ts';
import type { Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';

const Refs = z.array(z.object({ ref: z.string(), object: z.object({ sha: z.string() }) }));

export type KeptRef = Backup & { by: KeptBy; ref: string };

/**
 * What our refs in a repository keep. Anybody who may push can make one like them: one that does not hold what its name says is
 * none. https://docs.github.com/rest/git/refs#list-matching-references
 */
export function listKeptRefs(
  client: InstallationClient,
  { owner, name }: { owner: string; name: string },
): Promise<KeptRef[] | Refusal> {
  return attempt({ client }, async () => {
    const ref = keptPrefix.slice('refs/'.length);
    const { data } = await client.request('GET /repos/{owner}/{repo}/git/matching-refs/{ref}', {
      owner,
      repo: name,
      ref,
    });
    return parseAnswer(Refs, data).flatMap((found) => {
      const kept = parseKeptRef(found.ref);
      return kept?.sha === found.object.sha ? [{ ...kept, ref: found.ref }] : [];
    });
  });
}
