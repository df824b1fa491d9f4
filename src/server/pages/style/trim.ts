/** Makes a style sheet small: only the rules that can match our pages, only the variables those use. */

/** A rule with its selectors, or an at-rule with what is in it. */
interface Block {
  head: string;
  body: string;
}

/** Blocks at the top of `css`, which holds no comments. At-rules without a block (`@charset`) are dropped. */
function blocks(css: string): Block[] {
  const found: Block[] = [];
  let depth = 0;
  let from = 0;
  let open = 0;
  for (let at = 0; at < css.length; at += 1) {
    if (css[at] === ';' && depth === 0) from = at + 1;
    if (css[at] === '{' && depth++ === 0) open = at;
    if (css[at] !== '}' || --depth > 0) continue;
    found.push({ head: css.slice(from, open).trim(), body: css.slice(open + 1, at) });
    from = at + 1;
  }
  return found;
}

const withoutComments = (css: string) => css.replace(/\/\*[\s\S]*?\*\//g, '');

/** The selectors of a rule; a comma between brackets is none between selectors. */
const selectorsOf = (head: string) => head.split(/,(?![^([]*[)\]])/).map((one) => one.trim());

/**
 * The rules of `css` all of whose classes are in `classes`. An old name of a colour that stands in for a missing new one
 * (`var(--new, var(--old))`) goes: the new ones are all there.
 */
export function trimRules(css: string, classes: ReadonlySet<string>): string {
  const kept = (selector: string) =>
    [...selector.matchAll(/\.(-?[A-Za-z_][\w-]*)/g)].every(([, name = '']) => classes.has(name));
  const trim = (text: string): string =>
    blocks(text)
      .map(({ head, body }) => {
        if (/^@(media|supports|layer|container)/.test(head)) {
          const inside = trim(body);
          return inside === '' ? '' : `${head}{${inside}}`;
        }
        if (head.startsWith('@')) return `${head}{${body}}`;
        const selectors = selectorsOf(head).filter(kept);
        return selectors.length === 0 ? '' : `${selectors.join(',')}{${body}}`;
      })
      .join('');
  return trim(withoutComments(css)).replace(/var\((--[\w-]+),\s*var\(--color-[\w-]+\)\)/g, 'var($1)');
}

const declarations = (body: string) =>
  [...body.matchAll(/(--[\w-]+)\s*:\s*([^;]+)/g)].map(([, name = '', value = '']) => ({ name, value: value.trim() }));
const uses = (text: string) => [...text.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name = '']) => name);

/** The variables of `themes` that `css` uses, and those that they are made of; only for selectors that `wanted` takes. */
export function trimVariables(themes: string[], css: string, wanted: (selector: string) => boolean): string {
  const all = blocks(withoutComments(themes.join('\n')));
  const madeOf = new Map<string, Set<string>>();
  const learn = (body: string) => {
    for (const { name, value } of declarations(body))
      madeOf.set(name, new Set([...(madeOf.get(name) ?? []), ...uses(value)]));
  };
  for (const { head, body } of all)
    for (const inner of head.startsWith('@') ? blocks(body) : [{ body }]) learn(inner.body);
  const needed = new Set(uses(css));
  for (const name of needed) for (const other of madeOf.get(name) ?? []) needed.add(other);

  const rule = ({ head, body }: Block): string => {
    const selectors = selectorsOf(head).filter(wanted);
    const kept = declarations(body).filter(({ name }) => needed.has(name));
    if (selectors.length === 0 || kept.length === 0) return '';
    return `${selectors.join(',')}{${kept.map(({ name, value }) => `${name}:${value}`).join(';')}}`;
  };
  return all
    .map((block) => {
      if (!block.head.startsWith('@')) return rule(block);
      const inside = blocks(block.body).map(rule).join('');
      return inside === '' ? '' : `${block.head}{${inside}}`;
    })
    .join('');
}
