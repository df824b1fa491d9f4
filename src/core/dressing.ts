import type { PullRequestSettings } from './link.ts';

/** What is put on a pull request of ours once it is open. */
export interface Dressing {
  /** All labels it has then: what is there already stays. null: they are as wanted. */
  labels: string[] | null;
  /** Logins of all who are assigned then. null: they are as wanted. */
  assignees: string[] | null;
  /** Logins. */
  reviewers: string[];
  /** Slugs of teams of the fork's owner. */
  teams: string[];
}

/** What a pull request lacks of what its link's settings say; null when there is nothing to add. */
export function dressingOf(
  settings: Pick<PullRequestSettings, 'labels' | 'assignees' | 'reviewers'>,
  has: { labels: readonly string[]; assignees: readonly string[] },
): Dressing | null {
  const labels = union(has.labels, settings.labels);
  const assignees = union(has.assignees, settings.assignees);
  if (labels === null && assignees === null && settings.reviewers.length === 0) return null;
  const all = [...new Set(settings.reviewers)];
  return {
    labels,
    assignees,
    reviewers: all.filter((reviewer) => !reviewer.includes('/')),
    teams: all.flatMap((reviewer) => reviewer.split('/')[1] ?? []),
  };
}

/** GitHub compares names of labels and logins without regard to case. null when nothing is added. */
function union(has: readonly string[], wanted: readonly string[]): string[] | null {
  const all = new Map(has.map((name) => [name.toLowerCase(), name]));
  for (const name of wanted) if (!all.has(name.toLowerCase())) all.set(name.toLowerCase(), name);
  return all.size > has.length ? [...all.values()] : null;
}
