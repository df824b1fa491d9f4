import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assets } from '../../src/server/pages/assets.ts';
import { trimRules, trimVariables } from '../../src/server/pages/style/trim.ts';

const folder = new URL('../../src/server/pages/', import.meta.url);

describe('the style sheet', () => {
  const { body } = assets().style;

  it('knows every class that a page uses', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tsx'));
    const named = files.flatMap((path) => {
      const text = readFileSync(new URL(path, folder), 'utf8');
      const values = [...text.matchAll(/\bclass=(?:"([^"]*)"|\{([^}]*)\})/g)];
      return values.flatMap(
        ([, plain, code]) => plain ?? [...(code ?? '').matchAll(/[?:] ['`]([^'`$]*)/g)].map(([, one]) => one),
      );
    });
    const classes = new Set(named.flatMap((value) => value?.split(/\s+/) ?? []).filter(Boolean));
    // The beginning of a name that is put together.
    classes.delete('State-');
    expect(classes.size).toBeGreaterThan(30);
    expect([...classes].filter((name) => !body.includes(`.${name}`))).toEqual([]);
  });

  it('defines every colour it uses, for light and for dark', () => {
    const defined = (name: string) => body.split(`${name}:`).length - 1;
    const colours = new Set(
      [...body.matchAll(/var\((--(?:fg|bg|border)Color-[\w-]+)\)/g)].map(([, name = '']) => name),
    );
    expect(colours.size).toBeGreaterThan(20);
    expect([...colours].filter((name) => defined(name) < 2)).toEqual([]);
    expect(body).toContain(
      '@media (prefers-color-scheme: dark){[data-color-mode][data-color-mode="auto"][data-dark-theme="dark"]{',
    );
  });

  it('is small, and loads nothing', () => {
    expect(body.length).toBeLessThan(50_000);
    expect(body).not.toMatch(/@import|@font-face|url\((?!["']?data:)/);
  });
});

describe('what is cut out of a style sheet', () => {
  it('are rules that can match, in what surrounds them', () => {
    const css = `/* a comment {} */@charset "utf-8";a{x:1}.a,.b .c{y:2}.a:not(.b,.c){z:3}
      @media(min-width: 1px){.a{w:4}.b{v:5}}@media print{.b{u:6}}@keyframes k{from{t:7}}`;
    expect(trimRules(css, new Set(['a']))).toBe('a{x:1}.a{y:2}@media(min-width: 1px){.a{w:4}}@keyframes k{from{t:7}}');
    expect(trimRules('a{color:var(--new, var(--color-old))}', new Set())).toBe('a{color:var(--new)}');
  });

  it('are variables that are used, and what those are made of', () => {
    const theme = ':root{--a: 1px; --b: var(--c); --c: 2px; --d: 3px}@media (dark){[x]{--c: 4px}[y]{--c: 5px}}';
    const trimmed = trimVariables([theme], 'a{width:var(--b)}', (selector) => selector !== '[y]');
    expect(trimmed).toBe(':root{--b:var(--c);--c:2px}@media (dark){[x]{--c:4px}}');
  });
});
