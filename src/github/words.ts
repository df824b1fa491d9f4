import { z } from 'zod';
import type { Reason } from '../core/reason.ts';

/** One item of `errors` in a 422: an object (often without a message) or a plain string. https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed */
export interface Saying {
  message: string;
  field: string;
  code: string;
}

const saying = z.union([
  z.string().transform((message): Saying => ({ message, field: '', code: '' })),
  z.object({ message: z.string().catch(''), field: z.string().catch(''), code: z.string().catch('') }),
]);
const body = z.object({
  message: z.string().catch(''),
  errors: z.union([z.array(saying), saying.transform((one) => [one])]).catch([]),
});

/** GitHub's words in an error body; empty for HTML pages and empty bodies. */
export function sayingsOf(data: unknown): { message: string; errors: Saying[] } {
  const parsed = body.safeParse(data);
  return parsed.success ? parsed.data : { message: '', errors: [] };
}

/** All of an error body in one line. */
export function textOf(data: unknown): string {
  const { message, errors } = sayingsOf(data);
  const parts = errors.map((one) => one.message || [one.field, one.code].filter(Boolean).join(' '));
  return [message, ...parts].filter(Boolean).join(': ');
}

/**
 * Token formats: `ghs_`, `ghu_`, `ghr_`, `github_pat_`, … and, since April 2026, `ghs_APPID_JWT` with dots in it.
 * https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app
 */
const secrets =
  /\b(?:gh[a-z]_|github_pat_)[A-Za-z0-9._-]+|\b(?:bearer|basic|token)\s+[A-Za-z0-9._~+/=-]{20,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+/gi;

/** Text fit for a log and a page: no token, one line, at most 300 characters. */
export function detailOf(text: string): string {
  const clean = text.replace(secrets, '[redacted]').replace(/\s+/g, ' ').trim();
  return clean.length > 300 ? `${clean.slice(0, 299)}…` : clean;
}

/** Texts of both kinds of limit. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
export const limitWords = /rate limit|abuse detection|temporarily blocked from content creation/i;

/** What a query that took too long or wanted too much is told. https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
export const overloadWords = /something went wrong while executing your query|resource limits? |timeout|timed out/i;

/** Wordings that mean the same wherever they come from, REST or GraphQL. First match counts. */
const meanings: readonly (readonly [RegExp, Reason])[] = [
  [/installation (?:has been|is) suspended/i, 'suspended'],
  [/repository was archived|archived so is read-only/i, 'fork-archived'],
  [/repository access blocked|dmca/i, 'fork-missing'],
  [/resource not accessible by/i, 'missing-permission'],
  [/does not have the correct permissions/i, 'missing-permission'],
  [/saml enforcement|ip allow list/i, 'missing-permission'],
  // https://github.com/cli/cli/blob/trunk/pkg/cmd/repo/sync/http.go knows it by the same words.
  [/refusing to allow .* without `workflows?`/i, 'missing-permission'],
  [
    /protected branch|rule violations?|not authorized to push|must not contain merge commits|required status check|merge queue|changes must be made through a pull request|cannot force-push/i,
    'branch-protected',
  ],
  // A commit that has not reached the fork yet; other answers say 404.
  [/object does not exist/i, 'github-unavailable'],
  [/pull requests? (?:are|is|have been|has been)(?: currently)? disabled/i, 'pulls-disabled'],
  [/must be a collaborator|limited the ability to/i, 'pulls-disabled'],
  [
    /collaborators? only|only collaborators|(?:limited|restricted) to (?:prior |existing )?(?:collaborators|contributors)/i,
    'pulls-disabled',
  ],
];

/** The reason a text of GitHub's stands for, or null when it is not a known one. */
export function meaningOf(text: string): Reason | null {
  return meanings.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
