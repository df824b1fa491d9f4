import type { ObservedPull } from '../core/observation.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { InstallationClient } from './client.ts';
import { readAllPulls } from './read-pulls.ts';
import type { LinkTarget } from './target.ts';

/** The open pull request of a link: asked after "already exists" and after a write whose answer was unclear. */
export async function findOpenPull(given: {
  client: InstallationClient;
  target: LinkTarget;
}): Promise<ObservedPull | null | Refusal> {
  const { client, target } = given;
  const { fork, upstream } = target;
  const pulls = await readAllPulls({
    client,
    fork,
    head: `${upstream.owner}:${upstream.branch}`,
    state: 'open',
    upstream: { id: upstream.id, owners: [upstream.owner] },
  });
  if (isRefusal(pulls)) return pulls;
  return pulls.find((pull) => pull.state === 'open') ?? null;
}
