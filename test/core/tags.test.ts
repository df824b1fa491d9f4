import { describe, expect, it } from 'vitest';
import { planSync } from '../../src/core/plan.ts';
import { leftState, missingTags, tagsLook, tagsState } from '../../src/core/tags.ts';
import { ff } from './move-rows.ts';
import { counted, head, known, now, seen, sha } from './observed.ts';

const tag = (name: string, one = 'a') => ({ name, sha: sha(one) });

describe('tags', () => {
  it('are those that match and that the fork has not got, wherever its own point to', () => {
    const theirs = [tag('v1'), tag('v2'), tag('nightly/1'), tag('backstroke/x'), tag('w1')];
    const names = (pattern: string) => missingTags(pattern, theirs, [tag('v1', 'b')]).map(({ name }) => name);
    expect(names('**')).toEqual(['v2', 'nightly/1', 'w1']);
    expect(names('v*')).toEqual(['v2']);
    expect(names('*')).toEqual(['v2', 'w1']);
  });

  it('are in another state when there is one more, another newest, or another pattern', () => {
    const seenTags = { count: 2, newest: tag('v2') };
    const all = [
      tagsState('**', seenTags),
      tagsState('v*', seenTags),
      tagsState('**', { ...seenTags, count: 3 }),
      tagsState('**', { ...seenTags, newest: tag('v3') }),
      tagsState('**', { ...seenTags, newest: tag('v2', 'b') }),
      tagsState('**', { count: 0, newest: null }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('are looked for again after what may have kept them from being made', () => {
    const link = { settings: { tags: '**' }, tagsDecidedOn: 'state', lastReason: null };
    expect(tagsLook({ ...link, settings: { tags: null } })).toBeNull();
    expect(tagsLook(link)).toEqual({ pattern: '**', decidedOn: 'state' });
    expect(tagsLook({ ...link, tagsDecidedOn: leftState('state') })?.decidedOn).not.toBe('state');
    expect(tagsLook({ ...link, lastReason: 'held-delay' })?.decidedOn).toBe('state');
    for (const lastReason of ['missing-permission', 'fork-archived', 'held-undone', 'failed'] as const) {
      expect(tagsLook({ ...link, lastReason })?.decidedOn).toBeNull();
    }
  });
});

describe('planSync', () => {
  const tags = { state: 'v* 1', missing: [tag('v1')] };
  const create = { type: 'create-tags', tags: tags.missing };
  const plan = (given: Parameters<typeof seen>[0], facts: Parameters<typeof known>[0] = {}) =>
    planSync(known(facts), seen({ tags, ...given }), now);

  it('makes tags where there is nothing else to do, and says so', () => {
    expect(plan({ comparison: counted({ missing: 0 }) })).toMatchObject({ reason: 'tags-created', actions: [create] });
    const none = { comparison: counted({ missing: 0 }), tags: { ...tags, missing: [] } };
    expect(plan(none)).toMatchObject({ reason: 'up-to-date', actions: [] });
  });

  it('makes them after everything else, whose reason is told', () => {
    const forwarded = plan({}, ff);
    expect(forwarded).toMatchObject({ reason: 'fast-forwarded', syncedSha: head });
    expect(forwarded.actions.map(({ type }) => type)).toEqual(['forward', 'create-tags']);
    expect(plan({ optedOut: true })).toMatchObject({ reason: 'upstream-opted-out', actions: [create] });
  });

  it('makes none by a configuration that is another one by now, nor while GitHub is not itself', () => {
    const changed = plan({ comparison: counted({ missing: 0 }), configBlob: sha('9') });
    expect(changed).toMatchObject({ reason: 'up-to-date', actions: [] });
    const away = plan({ configBlob: sha('9') }, ff);
    expect(away).toMatchObject({ reason: 'github-unavailable', actions: [] });
    const unmergeable = plan({ comparison: { kind: 'unavailable' } });
    expect(unmergeable).toMatchObject({ reason: 'github-unavailable', actions: [] });
  });

  it('makes none while an undo holds the fork as it is', () => {
    expect(plan({}, { undoneAt: now.toISOString() })).toMatchObject({ reason: 'held-undone', actions: [] });
  });
});
