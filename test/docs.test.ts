import { readdirSync, readFileSync } from 'node:fs';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import * as schema from '../src/db/schema.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const architecture = read('docs/architecture.md');

/** The text below a heading, up to the next one of its level. */
function section(heading: string): string {
  return architecture.split(`\n${heading}\n`)[1]?.split(/\n#{2,3} /)[0] ?? '';
}

describe('docs/architecture.md', () => {
  const tables = Object.values(schema)
    .filter((value) => is(value, PgTable))
    .map((table) => getTableConfig(table));

  it.each(tables.map((table) => [table.name, table] as const))(
    'names every column of %s, and no other',
    (name, table) => {
      const rows = section(`### ${name}`)
        .split('\n')
        .filter((line) => line.startsWith('| `'))
        .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1]));
      expect(rows.sort()).toEqual(table.columns.map((column) => column.name).sort());
    },
  );

  it.each(tables.map(({ name }) => name))('docs/privacy.md says what %s holds, and how long', (name) => {
    const row = read('docs/privacy.md')
      .split('\n')
      .find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row?.split('|').filter((cell) => cell.trim() !== '')).toHaveLength(3);
  });

  it('names every kind of key in Redis, and no other', () => {
    const code = readdirSync(new URL('../src/redis', import.meta.url)).map((file) => read(`src/redis/${file}`));
    const kinds = [...code.join('\n').matchAll(/\bkey\('(\w+)'|\$\{(?:options\.)?namespace\}:(\w+)/g)];
    const told = [...section('## What Redis holds').matchAll(/`<ns>:(\w+)/g)];
    const unique = (found: RegExpMatchArray[]) => [...new Set(found.map(([, one, other]) => one ?? other))].sort();
    expect(unique(told)).toEqual(unique(kinds));
  });

  it('gives every dependency its line', () => {
    const manifest: { dependencies: object; devDependencies: object } = JSON.parse(read('package.json'));
    const named = section('## Dependencies');
    const missing = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      (name) => !named.includes(`\`${name}\``) && !(name.startsWith('@types/') && named.includes('`@types/*`')),
    );
    expect(missing).toEqual([]);
  });
});
