import { z } from 'zod';
import type { Comparison } from '../core/observation.ts';
import type { Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { faultFrom } from './fault.ts';
import { textOf } from './words.ts';

export const unrelatedWords = /no common ancestor/i;

const Counts = z.object({ ahead_by: z.number(), behind_by: z.number() });
const Base = z.object({ merge_base_commit: z.object({ sha: z.string() }) });

/** What is read of a comparison. Page 2 leaves out the files, which only page 1 carries. */
const countsAlone = { page: 2, per_page: 1 };

interface Commits {
  client: InstallationClient;
  repository: { owner: string; name: string };
  baseSha: string;
  headSha: string;
}

/**
 * Compares two commits of one fork network by sha, from the fork.
 * https://docs.github.com/rest/commits/commits#compare-two-commits
 */
export function compareCommits(given: Commits): Promise<Comparison | Refusal> {
  return comparing({ ...given, paging: countsAlone }, (data) => {
    const { ahead_by, behind_by } = parseAnswer(Counts, data);
    return { kind: 'counted', missing: ahead_by, own: behind_by, headSha: given.headSha };
  });
}

/** The commit that both descend from; null when there is none, or GitHub cannot say. */
export async function mergeBase(given: Commits): Promise<{ sha: string } | null | Refusal> {
  const compared = await comparing(
    { ...given, paging: countsAlone },
    (data) => parseAnswer(Base, data).merge_base_commit,
  );
  return 'kind' in compared ? null : compared;
}

/** `paging` left out: the newest 250 commits and the first 300 files. */
export function comparing<T>(
  { client, repository, baseSha, headSha, paging = {} }: Commits & { paging?: { page?: number; per_page?: number } },
  read: (data: unknown) => T,
): Promise<T | Extract<Comparison, { kind: 'unrelated' | 'unavailable' }> | Refusal> {
  return attempt({ client }, async () => {
    try {
      const { data } = await client.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
        owner: repository.owner,
        repo: repository.name,
        basehead: `${baseSha}...${headSha}`,
        ...paging,
      });
      return read(data);
    } catch (error) {
      const failed = incomparable(error);
      if (failed) return failed;
      throw error;
    }
  });
}

/** 404 has two meanings; "diff is taking too long" comes as 422, 500 or 503. */
function incomparable(error: unknown): Extract<Comparison, { kind: 'unrelated' | 'unavailable' }> | null {
  const fault = faultFrom(error);
  if (!fault || fault.status === null) return null;
  const text = textOf(fault.body);
  // The token request can be answered 404 as well, and means something else.
  if (!fault.url.includes('/compare/')) return null;
  if (fault.status === 404) return { kind: unrelatedWords.test(text) ? 'unrelated' : 'unavailable' };
  return /diff is taking too long/i.test(text) ? { kind: 'unavailable' } : null;
}
