/** Rules about the files of the repository that nothing else would notice being broken. */
import { readdirSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Variables } from '../src/runtime/env.ts';
import { procfile } from './support/processes.ts';
import { exists, sources, textOf, top, withoutStrings } from './support/sources.ts';

const src = sources('src');
const tests = sources('test');

describe('the environment', () => {
  /** Scripts that run before anything is installed or compiled, so they cannot import src/runtime/env.ts. */
  // The sandbox starts git with an environment of its own, of which only the PATH is the machine's.
  const scripts = ['local/prepare.mjs', 'sandbox/git.ts'];
  const reads =
    /\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\s*\[\s*['"]env|from 'node:process'|\{[^}]*\benv\b[^}]*\} = process\b/;

  it('is read in src/runtime/env.ts alone', () => {
    const readers = src.filter(({ code }) => reads.test(code)).map(({ path }) => path);
    expect(readers).toEqual([...scripts, 'runtime/env.ts'].sort());
  });
});

describe('.env.example', () => {
  const text = textOf('.env.example');
  const lines = text.split('\n');
  const named = lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);

  it('names every variable that is read, once, and no other', () => {
    expect([...named].sort()).toEqual(Object.keys(Variables.shape).sort());
  });

  it('says what each means in the line above it', () => {
    for (const [index, line] of lines.entries()) {
      if (/^[A-Z_]+=/.test(line)) expect(lines[index - 1], line).toMatch(/^# \S.*[.:]/);
    }
  });

  it('shows the defaults', () => {
    const given = Object.entries(parseEnv(text)).filter(([, value]) => value !== '');
    expect(Variables.parse(Object.fromEntries(given))).toEqual(Variables.parse({}));
    const silent = Object.keys(Variables.parse({})).filter((name) => !given.some(([other]) => other === name));
    const parsed: Record<string, unknown> = Variables.parse({});
    expect(silent.filter((name) => parsed[name] !== undefined && parsed[name] !== null)).toEqual([]);
  });

  it('marks what a process requires', () => {
    const required = ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'PUBLIC_URL', 'DATABASE_URL', 'REDIS_URL'];
    const marked = named.filter((name) =>
      lines[lines.findIndex((line) => line.startsWith(`${name}=`)) - 1]?.startsWith('# Required'),
    );
    expect(marked.sort()).toEqual(required.sort());
  });
});

describe('source files', () => {
  it('have 200 lines at most', () => {
    const long = [...src, ...tests].filter(({ text }) => text.trimEnd().split('\n').length > 200);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('do without `any` and without telling the compiler to look away', () => {
    const any = /[:<|&,(]\s*any\b(?!\s*:)|\bas any\b|\bany(\[\]|>)/;
    const silenced = new RegExp(`@${'ts'}-(ignore|expect-error|nocheck)`);
    const broken = [...src, ...tests].filter(({ code, text }) => any.test(withoutStrings(code)) || silenced.test(text));
    expect(broken.map(({ path }) => path)).toEqual([]);
  });
});

describe('the top of the repository', () => {
  it('holds what belongs there and nothing else', () => {
    const ignored = new Set(['.git', 'node_modules', 'dist', '.data', 'coverage', '.env']);
    const expected = new Set([
      '.ci',
      '.dockerignore',
      '.env.example',
      '.github',
      '.gitignore',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'Dockerfile',
      'LICENSE',
      'Procfile',
      'README.md',
      'SECURITY.md',
      'app.yml',
      'biome.json',
      'compose.yaml',
      'docs',
      'drizzle',
      'drizzle.config.ts',
      'package-lock.json',
      'package.json',
      'src',
      'test',
      'tsconfig.build.json',
      'tsconfig.json',
      'vitest.config.ts',
    ]);
    const there = readdirSync(top).filter((name) => !ignored.has(name) && !name.endsWith('.log'));
    expect(there.filter((name) => !expected.has(name))).toEqual([]);
  });

  it('has a Procfile whose processes are compiled from files that are there', () => {
    expect([...procfile().keys()]).toEqual(['release', 'web', 'dispatcher', 'worker']);
    for (const [program, file = ''] of procfile().values()) {
      expect(program).toBe('node');
      expect(file).toMatch(/^dist\/\w+\.js$/);
      expect(exists(file.replace('dist/', 'src/').replace('.js', '.ts')), file).toBe(true);
    }
  });
});
