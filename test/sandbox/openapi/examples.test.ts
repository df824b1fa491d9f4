/** The sandbox's events beside real ones, as @octokit/webhooks-examples has collected them. */
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/sandbox/delivery.ts';
import { handledEvents } from '../../../src/server/webhooks/record.ts';
import { eventOf } from './check.ts';
import { webhooks } from './description.ts';
import * as events from './scenes/events.ts';
import { play } from './stage.ts';

type Json = Record<string, unknown>;

const definitions: { name: string; examples: Json[] }[] = createRequire(import.meta.url)('@octokit/webhooks-examples');

/** What a real event has and none of the sandbox's needs. */
const exempt = [
  // What an App may do is its own choice.
  /^\/(?:installation|check_suite\/app)\/permissions\/\w+ is missing$/,
  // Nobody rewrites a description in the sandbox: there the edit is another default branch.
  /^\/changes\/description is missing$/,
  // Only of a release that people discuss.
  /^\/release\/discussion_url is missing$/,
];

const deliveries: Delivery[] = [];

beforeAll(async () => {
  for (const scene of Object.values(events)) deliveries.push(...(await play(scene)).deliveries);
});

const real = [...handledEvents].flatMap((event) =>
  (definitions.find(({ name }) => name === event)?.examples ?? [])
    .map((example) => ({ name: eventOf({ event, action: (example.action as string | undefined) ?? null }), example }))
    .filter(({ name }) => webhooks.includes(name)),
);

/** How `ours` is less than `theirs`: a key is missing, or is of another type. What may be null the schemas tell. */
function lessThan(theirs: unknown, ours: unknown, pointer = ''): string[] {
  if (theirs === null || ours === null) return [];
  if (typeof theirs !== typeof ours || Array.isArray(theirs) !== Array.isArray(ours))
    return [`${pointer} is of another type`];
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    return theirs.length > 0 && ours.length > 0 ? lessThan(theirs[0], ours[0], `${pointer}/*`) : [];
  }
  if (typeof theirs !== 'object') return [];
  return Object.entries(theirs).flatMap(([key, value]) =>
    key in (ours as Json)
      ? lessThan(value, (ours as Json)[key], `${pointer}/${key}`)
      : [`${pointer}/${key} is missing`],
  );
}

describe('a real event', () => {
  it.each(real.map((one, at) => [`${one.name} (${at})`, one] as const))('%s has nothing that ours lacks', (_, one) => {
    const ours = deliveries.filter((delivery) => eventOf(delivery) === one.name);
    const lacks = ours.map(({ payload }) =>
      lessThan(one.example, payload).filter((what) => !exempt.some((pattern) => pattern.test(what))),
    );
    expect(lacks.sort((a, b) => a.length - b.length)[0]).toEqual([]);
  });

  it('is there for most events', () => {
    expect(new Set(real.map(({ name }) => name)).size).toBeGreaterThan(15);
  });
});

describe('the comparison', () => {
  it('sees what is missing and what is of another type', () => {
    const theirs = { a: 1, b: [{ c: '1' }], d: null, e: {} };
    expect(lessThan(theirs, { a: '1', b: [{}], d: 1, e: [] })).toEqual([
      '/a is of another type',
      '/b/*/c is missing',
      '/e is of another type',
    ]);
    expect(lessThan(theirs, { ...theirs, more: 1 })).toEqual([]);
  });
});
