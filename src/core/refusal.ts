import type { Reason } from './reason.ts';

/** An expected failure of a call to GitHub, in the words of the closed list. Bugs throw instead. */
export interface Refusal {
  refused: true;
  reason: Reason;
  /** GitHub's own words, shortened, for the log and (where it helps) the sentence. Never contains a token. */
  detail: string;
  /** Who refused, where that is not GitHub. */
  host?: string;
  /** When GitHub says so (`retry-after`, rate limit reset): not before this time, ISO 8601. */
  notBefore: string | null;
  /** A write whose effect is unknown (5xx, timeout, dropped connection): read before writing again. */
  unclear: boolean;
}

export function isRefusal(value: object): value is Refusal {
  return 'refused' in value && value.refused === true;
}
