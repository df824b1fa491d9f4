import { pushableRepositories } from '../../api/access.ts';
import type { ServerContext } from '../../context.ts';
import { type Remembered, remembered } from './remembered.ts';

export interface Pushable {
  /** Ids of the repositories the App is on and the caller can push to. */
  of: Remembered<number[]>;
}

export function createPushable(context: Pick<ServerContext, 'github'>): Pushable {
  return { of: remembered((caller) => pushableRepositories(context, caller)) };
}
