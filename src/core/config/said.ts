import { DAY, HOUR, MINUTE } from '../duration.ts';
import type { LinkSettings } from '../link.ts';
import { followsBranch } from '../track.ts';
import { defaults } from './defaults.ts';

/** What of a link's settings is not the default, with the keys and values that a file has for it. */
export function settingsSaid(settings: LinkSettings): Record<string, unknown> {
  const { track, keep, delayMs, create, everyMs, tags, pullRequest, conflict } = settings;
  const { holdWhileUpstreamPullOpen: hold } = settings;
  const { title, draft, head, merge, ...people } = pullRequest;
  const dressing = {
    ...(title !== null && { title }),
    ...filled(people),
    ...(draft !== defaults.draft && { draft }),
    ...(head !== defaults.head && { head }),
    ...(merge !== defaults.merge && { merge }),
  };
  return {
    ...(track !== followsBranch && { track }),
    ...(delayMs !== null && { delay: periodOf(delayMs) }),
    ...(create !== defaults.create && { create }),
    ...(everyMs !== null && { every: periodOf(everyMs) }),
    ...filled({ keep }),
    ...(tags !== null && { tags: tags === '**' ? 'new' : tags }),
    ...filled({ 'pull-request': dressing, conflict: filled(conflict) }),
    ...(hold !== defaults.holdWhileUpstreamPullOpen && { 'hold-while-upstream-pull-open': hold }),
  };
}

/** Without what is empty. */
function filled(values: Record<string, object>): Record<string, object> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Object.keys(value).length > 0));
}

/** A period as files write it. */
function periodOf(ms: number): string {
  const [unit, letter] = (
    [
      [7 * DAY, 'w'],
      [DAY, 'd'],
      [HOUR, 'h'],
    ] as const
  ).find(([length]) => ms % length === 0) ?? [MINUTE, 'm'];
  return `${ms / unit}${letter}`;
}
