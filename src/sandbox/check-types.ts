/** Check runs as the sandbox remembers them. */

export type CheckStatus = 'queued' | 'in_progress' | 'completed';

/** As in a request: https://docs.github.com/rest/checks/runs#create-a-check-run */
export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  start_column: number | null;
  end_column: number | null;
  annotation_level: 'notice' | 'warning' | 'failure';
  message: string;
  title: string | null;
  raw_details: string | null;
}

/** A button that people are shown. */
export interface CheckAction {
  label: string;
  description: string;
  identifier: string;
}

export interface CheckRun {
  id: number;
  nodeId: string;
  repositoryId: number;
  /** Whose it is: ours, or GitHub Actions'. */
  app: 'ours' | 'actions';
  /** One for all runs of the App on a commit. */
  suiteId: number;
  name: string;
  headSha: string;
  externalId: string;
  detailsUrl: string;
  status: CheckStatus;
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: Annotation[];
  actions: CheckAction[];
}
