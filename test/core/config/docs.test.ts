import { expect, it } from 'vitest';
import { withTables } from '../../../src/core/config/docs.ts';
import { parseForkConfig, parseOwnerConfig } from '../../../src/core/config/parse.ts';
import { ForkConfig, OwnerConfig } from '../../../src/core/config/schema.ts';
import { textOf } from '../../support/sources.ts';
import { told } from './told.ts';

const path = 'docs/configuration.md';
const document = textOf(path);
const examples = [...document.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);

/** `npm run docs` makes it so. */
it('docs/configuration.md has the tables that the schemas make', async () => {
  await expect(withTables(document)).toMatchFileSnapshot(`../../../${path}`);
});

it('names every key', () => {
  const keys = [ForkConfig, OwnerConfig].flatMap(({ shape }) => Object.keys(shape));
  expect(keys.filter((key) => !withTables(document).includes(`| \`${key}\` |`))).toEqual([]);
});

it('keeps what a person wrote, and finds its place again', () => {
  const once = withTables(document);
  expect(withTables(once)).toBe(once);
  expect(once.split('## Keys')[0]).toBe(document.split('## Keys')[0]);
  expect(() => withTables('# Configuration\n')).toThrow('npm run docs');
});

it.each(examples.map((text) => [text.split('\n')[0], text] as const))('its example is valid: %s', (_, text) => {
  const parse = text.includes('repositories:') ? parseOwnerConfig : parseForkConfig;
  expect(told(parse(text))).toEqual([]);
});
