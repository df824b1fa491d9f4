/** How a link brings upstream's commits to the fork's branch. */
export const strategies = ['pull-request', 'fast-forward', 'merge', 'mirror', 'rebase'] as const;
export type Strategy = (typeof strategies)[number];

/** Those that move a branch other than forward, and keep what it had under a backup ref. */
export const backingUp: readonly Strategy[] = ['mirror', 'rebase'];

/** Whether it moves the branch without a pull request wherever it can. */
export function movesBranch(strategy: Strategy): boolean {
  return strategy !== 'pull-request';
}
