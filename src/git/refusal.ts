import type { Reason } from '../core/reason.ts';
import type { Refusal } from '../core/refusal.ts';
import { visible } from '../core/text/harmless.ts';
import { GitFailure } from './run.ts';

/** What GitHub says to git, the more special first, and what it means. */
const meanings: [RegExp, Reason][] = [
  [/refusing to allow a GitHub App|without `workflows` permission/i, 'missing-permission'],
  [/repository rule violations|protected branch|GH006|GH013/i, 'branch-protected'],
  [/archived so it is read-only/i, 'fork-archived'],
  [/returned error: 429|rate limit/i, 'rate-limited'],
  [/returned error: 403|Write access to repository not granted|Permission to .* denied/i, 'missing-permission'],
];

/** Signs that the trouble is between here and GitHub, or GitHub's answer: then nothing is wrong with the clone. */
const remote =
  /unable to access|authentication failed|could not read (username|password)|repository .* not found|remote error|returned error: \d|rpc failed|hung up|could not resolve host|connection |early eof|not our ref|couldn't find remote ref|expected 'packfile'|redirect|unexpected disconnect|too slow|bad line length|\[remote rejected\]|terminal prompts disabled|could not fetch [0-9a-f]+ from promisor/i;

/**
 * The refusal in a failed call, null when it is none: git itself failed, as it does in a clone that is broken.
 * Time limits are refusals: the network or GitHub was too slow, and a later try may do.
 */
export function refusalIn(error: unknown): Refusal | null {
  if (!(error instanceof GitFailure) || error.why === 'aborted' || error.why === 'absent') return null;
  if (error.why === 'ended' && !remote.test(error.said)) return null;
  const reason = meanings.find(([words]) => words.test(error.said))?.[1] ?? 'github-unavailable';
  const detail = visible(error.why === 'limit' ? error.message : telling(error.said), 300);
  return { refused: true, reason, detail, notBefore: null, unclear: reason === 'github-unavailable' };
}

/** The lines that say why, GitHub's own before git's. */
function telling(said: string): string {
  const lines = said.split('\n');
  const rejected = lines.flatMap((line) => /\[remote rejected\] \((.*)\)/.exec(line)?.[1] ?? []);
  const first =
    rejected[0] ?? lines.find((line) => /^remote: \S/.test(line)) ?? lines.find((line) => line.startsWith('fatal: '));
  return first?.replace(/^(remote|fatal): /, '') ?? said;
}
