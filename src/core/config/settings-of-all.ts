import { defaultSettings, type LinkSettings } from '../link.ts';
import type { EffectiveConfig } from './effective.ts';

/**
 * What a configuration says of all links of a fork, for one that a person made and no file declares. Its strategy is that person's; what is
 * said of a branch is not said of it, and upstream's tags come by a link that is declared.
 */
export function settingsOfAll(config: EffectiveConfig): LinkSettings {
  const { every: everyMs, pullRequest, holdWhileUpstreamPullOpen, conflict } = config;
  return { ...defaultSettings, everyMs, pullRequest, holdWhileUpstreamPullOpen, conflict };
}
