import type { ActKind } from '../act.ts';

const words: Record<Exclude<ActKind, 'strategy'>, string> = {
  made: 'made this link',
  renamed: 'renamed this link',
  paused: 'paused this link',
  resumed: 'resumed this link',
  sync: 'asked for a sync',
  'sync-all': 'asked for a sync of all their links',
  retry: 'had this link tried again',
  release: 'released this link',
  undo: 'asked for the last move to be put back',
  secret: 'renewed the secret address',
  'box-sync': 'asked for a sync in the pull request',
  'box-move': 'asked in the pull request for a branch in the fork',
  'box-resolve': 'asked in the pull request for conflicts to be resolved as before',
};

/** What somebody did, as it follows their name. `detail`: the strategy that was chosen. */
export function actWords(kind: ActKind, detail: string | null): string {
  return kind === 'strategy' ? `chose the strategy ${detail ?? ''}`.trimEnd() : words[kind];
}
