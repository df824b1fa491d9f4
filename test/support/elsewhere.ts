import type { Elsewhere } from '../../src/core/config/elsewhere.ts';

/** What forks may follow where the operator says nothing. */
export const publicHosts: Elsewhere = { off: false, hosts: [], github: 'github.com' };
