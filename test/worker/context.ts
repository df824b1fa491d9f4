import type { SyncContext } from '../../src/worker/sync.ts';
import { now } from '../core/observed.ts';
import { memoryLog } from '../support/memory-log.ts';
import { aRefusal } from '../support/messages.ts';

/** What a sync works with: time stands still, there is no git, and nothing but GitHub keeps it from anything. */
export function aContext(given: Pick<SyncContext, 'gateway'> & Partial<SyncContext>): SyncContext {
  return {
    git: null,
    upstreamGit: null,
    repositoryToken: async () => aRefusal(),
    webUrl: 'https://github.com',
    publicUrl: undefined,
    mayOpenPull: async () => null,
    giveUp: new AbortController().signal,
    braked: async () => false,
    dryRun: false,
    rests: { refusal: async () => null, note: async () => undefined },
    now: async () => now,
    log: memoryLog().log,
    ...given,
  };
}
