/** What holds where nothing is said. */
export const defaults = {
  enabled: true,
  strategy: 'pull-request',
  title: 'Sync {{upstream}} {{branch}}',
  draft: false,
  create: false,
  head: 'upstream',
  merge: 'never',
  tags: 'none',
  track: 'branch',
  maxOpen: 10,
  holdWhileUpstreamPullOpen: true,
  accept: true,
} as const;
