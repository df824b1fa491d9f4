import type { Refusal } from '../core/refusal.ts';
import { visible } from '../core/text/harmless.ts';
import { type Gone, silentHost } from './reach.ts';
import type { GitFailure } from './run.ts';

/** What only a person can change: nothing there, not for everybody, elsewhere by now, or no repository. In our words where git's say too little. */
const lasting: [RegExp, string][] = [
  [
    /returned error: 3\d\d/i,
    'the server sends on to another address, which is not followed: write that one, perhaps with .git at its end',
  ],
  [
    /could not read username|authentication failed|returned error: 40[13]/i,
    'the server asks who wants to know: it is not there, or not for everybody',
  ],
  [/repository '.*' not found|returned error: (404|410)/i, 'there is no such repository'],
  [/is this a git repository|not a git repository|does not appear to be a git/i, 'there is no git repository'],
];

/** What a failed call that asked a host outside GitHub means. */
export function failureOf(failure: GitFailure, host: string): Gone | Refusal {
  if (failure.why === 'limit') return silentHost(host, failure.message);
  const known = lasting.find(([words]) => words.test(failure.said));
  if (known) return { gone: known[1] };
  return silentHost(host, telling(failure));
}

/** Git's own line: what the server itself wrote is nobody's word. */
function telling({ said, message }: GitFailure): string {
  const line = said.split('\n').find((one) => /^(fatal|error): /.test(one));
  return visible(line?.replace(/^(fatal|error): /, '') ?? message, 300);
}
