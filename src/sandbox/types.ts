/** What the sandbox remembers: plain records, changed only by the files in `actions/`. */
import type { Store } from './git.ts';
import type { MergeRules, Review } from './merge-rules.ts';

export type Permissions = Record<string, string>;
export type Role = 'pull' | 'push' | 'admin';
export type MergeMethod = 'merge' | 'squash' | 'rebase';
export type PullPolicy = 'all' | 'collaborators_only';

export interface Account {
  id: number;
  nodeId: string;
  login: string;
  type: 'User' | 'Organization' | 'Bot';
  createdAt: string;
}

export interface Repository {
  id: number;
  nodeId: string;
  owner: Account;
  name: string;
  description: string | null;
  private: boolean;
  archived: boolean;
  deleted: boolean;
  defaultBranch: string;
  /** Forks that share it can be compared and can open pull requests on one another. */
  network: number;
  parentId: number | null;
  /** Full reference name (`refs/heads/main`) to commit. */
  refs: Map<string, string>;
  /** What the fork network still shows for a reference that moved a moment ago (`lag`). */
  lagging: Map<string, string | null>;
  /** Branches that change by pull request alone. */
  protected: Set<string>;
  /** What it asks of pull requests before they are merged. */
  mergeRules: MergeRules;
  store: Store;
  hasPulls: boolean;
  pullPolicy: PullPolicy;
  pulls: Pull[];
  /** Lower-case login to role; the owner has admin without an entry. */
  grants: Map<string, Role>;
  /** Teams of the organization that have a role of their own, by id. */
  teams: Map<number, Role>;
  labels: Label[];
  /** The newest last. */
  releases: Release[];
  createdAt: string;
  updatedAt: string;
  pushedAt: string;
}

export interface Label {
  id: number;
  nodeId: string;
  name: string;
  /** Six hexadecimal digits. */
  color: string;
  description: string | null;
  /** One of those every repository is made with. */
  isDefault: boolean;
}

export interface Release {
  id: number;
  nodeId: string;
  tag: string;
  /** The commit the tag was made on. */
  sha: string;
  notes: string;
  createdAt: string;
}

export interface Team {
  id: number;
  nodeId: string;
  organization: Account;
  name: string;
  slug: string;
}

export interface TimelineEvent {
  id: string;
  type: 'ClosedEvent' | 'ReopenedEvent' | 'MergedEvent' | 'HeadRefDeletedEvent';
  actor: Account;
  createdAt: string;
}

export interface Comment {
  id: number;
  user: Account;
  body: string;
  createdAt: string;
}

export interface Pull {
  id: number;
  nodeId: string;
  number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  draft: boolean;
  user: Account;
  base: { repository: Repository; branch: string; sha: string };
  head: { repository: Repository | null; owner: Account; branch: string; sha: string };
  maintainerCanModify: boolean;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  mergedAt: string | null;
  mergedBy: Account | null;
  mergeCommitSha: string | null;
  commits: number;
  diff: { additions: number; deletions: number; files: number };
  labels: Label[];
  assignees: Account[];
  reviewers: Account[];
  teamReviewers: Team[];
  /** The newest last. */
  reviews: Review[];
  comments: Comment[];
  timeline: TimelineEvent[];
}

export interface Installation {
  id: number;
  nodeId: string;
  account: Account;
  repositories: 'all' | Set<number>;
  permissions: Permissions;
  events: string[];
  suspendedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface InstallationToken {
  token: string;
  installationId: number;
  permissions: Permissions;
  repositoryIds: Set<number> | null;
  expiresAt: number;
}

export interface UserToken {
  token: string;
  account: Account;
  app: 'ours' | 'other';
  createdAt: string;
  expiresAt: number;
}

/** Who is asking, after authentication. */
export type Caller =
  | { kind: 'nobody' }
  | { kind: 'app' }
  | { kind: 'client' }
  | { kind: 'user'; account: Account; token: UserToken }
  | { kind: 'installation'; installation: Installation; token: InstallationToken };
