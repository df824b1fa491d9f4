/** What an operation saw, as its result tells it. */
import type { LinkJob, OperationResult } from './message.ts';
import type { Observation, ObservedRepository } from './observation.ts';

/** Names, flags and heads as GitHub showed them; null where it was not read. */
export function seenOf(job: LinkJob, seen: Observation | null): Pick<OperationResult, 'head' | 'found' | 'seen'> {
  return {
    head: headOf(job, seen),
    found: foundOf(job, seen),
    seen: { fork: seenRepository(seen?.fork), upstream: seenRepository(seen?.upstream) },
  };
}

/** Upstream's head, of the repository that the link follows and no other of its name. */
function headOf({ upstream }: LinkJob, seen: Observation | null): string | null {
  return seen?.upstream?.id === upstream.id ? seen.upstream.branchSha : null;
}

/** What was seen before and is in upstream's branch still. */
function foundOf({ sightings }: LinkJob, seen: Observation | null): string[] | null {
  const lost = seen?.lost ?? null;
  return lost === null ? null : sightings.map(({ sha }) => sha).filter((sha) => !lost.includes(sha));
}

function seenRepository(repository: ObservedRepository | null | undefined): OperationResult['seen']['fork'] {
  if (!repository) return null;
  const { id, owner, name, private: isPrivate, archived } = repository;
  return { id, owner, name, private: isPrivate, archived };
}
