/** How a link brings upstream's commits to the fork's branch. */
export const strategies = ['pull-request', 'fast-forward', 'merge', 'mirror'] as const;
export type Strategy = (typeof strategies)[number];

/** Those that drop what a branch has, and keep it under a backup ref. */
export const backingUp: readonly Strategy[] = ['mirror'];
