import type { Observation, ObservedPull } from '../core/observation.ts';
import type { Refusal } from '../core/refusal.ts';
import type { GitHub } from './app.ts';
import { closePull } from './close-pull.ts';
import { findOpenPull } from './find-pull.ts';
import { observe } from './observe.ts';
import { type OpenPullResult, openPull, type PullOrder } from './open-pull.ts';
import type { LinkTarget } from './target.ts';

/** What the worker asks of GitHub, in our words. Expected failures are refusals; only bugs throw. */
export interface Gateway {
  observe(target: LinkTarget): Promise<Observation | Refusal>;
  openPull(order: PullOrder): Promise<OpenPullResult>;
  findOpenPull(target: LinkTarget): Promise<ObservedPull | null | Refusal>;
  closePull(order: {
    installationId: number;
    fork: { owner: string; name: string };
    number: number;
  }): Promise<{ closed: true } | Refusal>;
}

/** `now` dates refusals; the clients' own clock unless given. */
export function createGateway({ github, now }: { github: Pick<GitHub, 'asInstallation'>; now?: () => Date }): Gateway {
  const clientOf = ({ installationId }: { installationId: number }) => {
    const client = github.asInstallation(installationId);
    return now ? { ...client, now } : client;
  };
  return {
    observe: (target) => observe({ client: clientOf(target), target }),
    openPull: (order) => openPull({ client: clientOf(order), order }),
    findOpenPull: (target) => findOpenPull({ client: clientOf(target), target }),
    closePull: ({ fork, number, ...rest }) => closePull({ client: clientOf(rest), fork, number }),
  };
}
