import type { ExistingLink, Wanted, WantedLink } from '../../../src/core/config/reconcile.ts';
import { defaultSettings } from '../../../src/core/link.ts';

export const wantedLink = (changed: Partial<WantedLink> = {}): WantedLink => ({
  forkBranch: 'main',
  upstreamId: 2,
  upstreamBranch: 'main',
  strategy: 'pull-request',
  settings: defaultSettings,
  ...changed,
});
export const existing = (changed: Partial<ExistingLink> = {}): ExistingLink => ({
  ...wantedLink(),
  id: 'a',
  source: 'install',
  off: null,
  followsDefault: (changed.source ?? 'install') === 'install',
  ...changed,
});
export const wanted = (changed: Partial<Wanted> = {}): Wanted => ({
  links: [wantedLink()],
  byFile: false,
  byDefault: !(changed.byFile ?? false),
  off: null,
  nothing: false,
  settingsOfAll: defaultSettings,
  ...changed,
});
export const nothing = { insert: [], update: [], revoke: [], left: 0 };
