import { z } from 'zod';
import type { Range, RangeFile } from '../core/range.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { comparing } from './compare.ts';

/** GitHub lists no more files of a comparison. */
const mostFiles = 300;

const File = z.object({
  sha: z.string().nullish(),
  filename: z.string(),
  status: z.string(),
  changes: z.number(),
  patch: z.string().optional(),
  previous_filename: z.string().optional(),
});
const Commit = z.object({
  sha: z.string(),
  commit: z.object({
    message: z.string(),
    committer: z.object({ name: z.string().nullish(), email: z.string().nullish() }).nullish(),
  }),
});
const Compared = z.object({ total_commits: z.number(), commits: z.array(Commit), files: z.array(File).optional() });

/**
 * What `headSha` has that `baseSha` lacks, in one request; null where GitHub cannot compare them. Without paging GitHub lists the
 * newest 250 commits, the newest last, and 300 files.
 * https://docs.github.com/rest/commits/commits#compare-two-commits
 */
export async function readRange(given: {
  client: InstallationClient;
  repository: { owner: string; name: string };
  baseSha: string;
  headSha: string;
}): Promise<Range | null | Refusal> {
  const compared = await comparing(given, (data) => toRange(parseAnswer(Compared, data)));
  if (isRefusal(compared)) return compared;
  return 'kind' in compared ? null : compared;
}

function toRange({ total_commits, commits, files = [] }: z.infer<typeof Compared>): Range {
  return {
    total: total_commits,
    commits: commits.reverse().map(({ sha, commit }) => ({
      sha,
      subject: commit.message.split('\n')[0] ?? '',
      committer: commit.committer ? { name: commit.committer.name ?? '', email: commit.committer.email ?? '' } : null,
    })),
    files: files.map(toFile),
    cut: files.length >= mostFiles,
  };
}

function toFile({ sha, filename, status, changes, patch, previous_filename }: z.infer<typeof File>): RangeFile {
  const hasContent = (status === 'added' || status === 'modified' || status === 'removed') && sha !== emptyBlob;
  return {
    path: filename,
    previousPath: previous_filename ?? null,
    // Of what is no text GitHub counts no lines and shows no patch; of text that is too long it counts them.
    binary: hasContent && changes === 0 && patch === undefined,
    patch: patch ?? null,
  };
}

const emptyBlob = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';
