import type { ObservedPull } from '../core/observation.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { InstallationClient } from './client.ts';
import { readAllPulls } from './read-pulls.ts';
import { type HeadTarget, headOf } from './target.ts';

/** The open pull request of a link: asked after "already exists" and after a write whose answer was unclear. */
export async function findOpenPull(given: {
  client: InstallationClient;
  target: HeadTarget;
}): Promise<ObservedPull | null | Refusal> {
  const { client, target } = given;
  const head = headOf(target);
  const pulls = await readAllPulls({
    client,
    fork: target.fork,
    head: `${head.owner}:${head.branch}`,
    state: 'open',
    upstream: { id: head.id, owners: [head.owner] },
    place: head === target.upstream ? 'upstream' : 'fork',
  });
  if (isRefusal(pulls)) return pulls;
  return pulls.find((pull) => pull.state === 'open') ?? null;
}
