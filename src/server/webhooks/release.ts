import { z } from 'zod';
import { askTracking } from '../../db/write/ask-refs.ts';
import { meetInstallation } from '../../db/write/installations.ts';
import type { Handler } from './handler.ts';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#release */
const Payload = z.object({
  action: z.string(),
  repository: z.object({ id: z.number() }),
  installation: z.object({ id: z.number() }).optional(),
});

/** After these another release may be the latest; what else is published is a prerelease, and a draft is nobody's. */
const changing: ReadonlySet<string> = new Set(['released', 'edited', 'unpublished', 'deleted']);

/** Something became of an upstream's releases: those who follow them look which one is the latest. */
export const release: Handler = async (tx, delivery) => {
  const { action, installation, repository } = Payload.parse(delivery.payload);
  const refresh = installation ? await meetInstallation(tx, installation.id) : false;
  if (!changing.has(action)) return { asked: {}, refresh, config: false };
  const refIds = await askTracking(tx, { repositoryId: repository.id, event: 'release', delivery: delivery.id });
  return { asked: { refIds }, refresh, config: false };
};
