import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownConfig, shownOwnerConfig } from '../../../src/core/config/effective.ts';
import { type ParsedConfig, parseForkConfig, parseOwnerConfig } from '../../../src/core/config/parse.ts';
import { MAX_PROBLEMS } from '../../../src/core/config/problem.ts';
import { validForkFiles, validOwnerFiles } from './valid.ts';

const parsers = { fork: parseForkConfig, owner: parseOwnerConfig };
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u;

/** What holds whatever a file holds. */
function lawful(parsed: ParsedConfig<unknown>, text: string): void {
  if (parsed.valid) {
    expect(parsed.positionOf('branches.0.from').line).toBeGreaterThan(0);
    return;
  }
  const lines = text.split(/\r?\n/);
  expect(parsed.problems.length).toBeGreaterThan(0);
  expect(parsed.problems.length).toBeLessThanOrEqual(MAX_PROBLEMS);
  for (const { line, column, message } of parsed.problems) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
    expect(message).not.toMatch(hidden);
    expect(message.length).toBeLessThan(1_000);
    expect(message).toMatch(/(\.|\?)$/);
  }
  const places = parsed.problems.map(({ line, column }) => line * 1_000_000 + column);
  expect(places).toEqual([...places].sort((a, b) => a - b));
}
const check = (text: string) => {
  for (const parse of Object.values(parsers)) lawful(parse(text), text);
};

const words = [
  'branches',
  'from',
  'to',
  'pull-request',
  'every',
  'enabled',
  'repositories',
  'title',
  'true',
  '1d',
  'a/b',
];
const marks = [
  ': ',
  '\n',
  '\n  ',
  '\n- ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  ', ',
  '"',
  "'",
  '*',
  '**',
  '&',
  '!',
  '%',
  '#',
  ' #',
  '|',
  '>',
];
const odd = [
  '\t',
  '\r\n',
  '\r',
  '\0',
  '\uFEFF',
  '---\n',
  '...\n',
  '? ',
  '@',
  '`',
  '<<',
  '{{',
  '\\',
  '~',
  '\u{1F600}',
  '\u202E',
  '\uD800',
];
/** Text that looks like YAML more often than chance does. */
const yamlish = fc.array(fc.constantFrom(...words, ...marks, ...odd), { maxLength: 60 }).map((parts) => parts.join(''));

const file = fc.constantFrom(...validForkFiles, ...validOwnerFiles);
/** A valid file with some of it gone, doubled or replaced. */
const mutated = fc
  .tuple(
    file,
    fc.array(fc.tuple(fc.nat(), fc.nat(8), fc.constantFrom('', ...marks, ...odd, ...words)), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([text, changes]) =>
    changes.reduce((all, [at, length, by]) => {
      const from = at % (all.length + 1);
      return all.slice(0, from) + by + all.slice(from + length);
    }, text),
  );

describe('whatever the text is, the answer is a value that says what and where', () => {
  it('of any characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), check), { numRuns: 200 });
  });
  it('of what YAML is made of', () => {
    fc.assert(fc.property(yamlish, check), { numRuns: 800 });
  });
  it('of a valid file that somebody has edited', () => {
    fc.assert(fc.property(mutated, check), { numRuns: 800 });
  });
});

/** Milliseconds of one processor; a machine that has much to do does not count. */
function work(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

it('takes seconds at most for 64 KiB of anything', () => {
  const full = (text: string) => text.repeat(Math.floor((64 * 1024) / text.length));
  const keys = Array.from({ length: 11_000 }, (_, at) => `${at.toString(36)}:`).join('\n');
  const worst = ['{{a}} ', '[]', 'a: "b" c\n', 'a: [\n'];
  for (const text of [keys, `branches: ["${full('*a').slice(20)}`, `[${full(',').slice(1)}`, ...worst.map(full)]) {
    expect(
      work(() => parseForkConfig(text)),
      text.slice(0, 20),
    ).toBeLessThan(5_000);
  }
  expect(new Error('What fails elsewhere says where.').stack).toContain('laws.test.ts');
});

it('shows of each valid file what is itself a valid file of the same meaning', () => {
  const filled = (config: object) => JSON.stringify(config, (_, value) => (value === null ? undefined : value));
  for (const [texts, parse, show] of [
    [validForkFiles, parseForkConfig, shownConfig],
    [validOwnerFiles, parseOwnerConfig, shownOwnerConfig],
  ] as const) {
    for (const text of texts) {
      const parsed = parse(text);
      if (!parsed.valid) throw new Error(text);
      const shown = filled(show(parsed.config));
      const again = parse(shown);
      expect(again).toMatchObject({ valid: true });
      if (again.valid) expect(filled(show(again.config))).toBe(shown);
    }
  }
});
