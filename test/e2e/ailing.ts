import type { Fault, SeenRequest } from '../../src/sandbox/faults.ts';
import type { Ring } from '../support/ring.ts';
import type { Scene } from './scene.ts';

/** GitHub answers these requests so until it is healed: what that comes to lasts, however late somebody looks. */
export function ailing(
  ring: Ring,
  match: (request: SeenRequest) => boolean,
  kind: Fault['kind'],
): { heal: () => void } {
  let ill = true;
  ring.github.faults.add({ match: (request) => ill && match(request), kind });
  return {
    heal: () => {
      ill = false;
    },
  };
}

/** What the operations ended with that come of something; installing has some of its own before. */
export async function reasonsOf(here: Scene, happens: () => Promise<unknown>): Promise<string[]> {
  const before = await here.reasons();
  await happens();
  return (await here.reasons()).slice(before.length);
}
