/** The tables of docs/configuration.md, from the schemas that read the files. `npm run docs` writes them. */
import { configJsonSchema } from './json-schema.ts';

/** JSON Schema, as far as the schemas of the file make use of it. */
interface Node {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: string[];
  examples?: string[];
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
  anyOf?: Node[];
}

const begin = '<!-- From the schemas, by `npm run docs`: -->';
const end = '<!-- The end of what `npm run docs` writes. -->';

/** The document with its tables as the schemas have them; what a person wrote stays. Throws when it has no place for them. */
export function withTables(document: string): string {
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`The document lacks the lines ${begin} and ${end}`);
  return `${before}${begin}\n\n${tables()}\n${end}${after}`;
}

function tables(): string {
  const fork = configJsonSchema('fork') as Node;
  const owner = configJsonSchema('owner') as Node;
  const { branches, forks } = fork.properties ?? {};
  const here = new Set(Object.keys(fork.properties ?? {}));
  const alone = Object.entries(owner.properties ?? {}).filter(([key]) => !here.has(key));
  return [
    table("### A fork's file", fork),
    table(
      '### An entry of `branches` that is a map',
      branches?.items?.anyOf?.find(({ properties }) => properties),
    ),
    table('### `pull-request`', fork.properties?.['pull-request']),
    table('### `conflict`', fork.properties?.conflict),
    table('### `forks`', forks),
    table("### Only in an owner's file", { properties: Object.fromEntries(alone) }),
  ].join('\n');
}

function table(heading: string, node: Node | undefined): string {
  const rows = Object.entries(node?.properties ?? {}).map(([key, value]) => {
    const [meaning = '', said] = (value.description ?? '').split(/ Default: /);
    const needed = node?.required?.includes(key) ?? false;
    return row([`\`${key}\``, typeOf(value), needed ? 'has to be there' : defaultOf(value, said), meaning]);
  });
  return [heading, '', row(['key', 'type', 'default', 'meaning']), '|---|---|---|---|', ...rows, ''].join('\n');
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function typeOf(node: Node): string {
  if (node.const !== undefined) return `\`${node.const}\``;
  if (node.enum) return node.enum.map((value) => `\`${value}\``).join(', ');
  if (node.type === undefined && node.anyOf) return node.anyOf.map(typeOf).join(', or ');
  switch (node.type) {
    case 'array':
      return `list: ${typeOf(node.items ?? {})}`;
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
      return `${node.minimum} to ${node.maximum}`;
    case 'object':
      return 'map';
    default: {
      const examples = (node.examples ?? []).map((example) => `\`${example}\``).join(', ');
      return `${node.title ?? 'text'}${examples === '' ? '' : ` (${examples})`}`;
    }
  }
}

function defaultOf(node: Node, said: string | undefined): string {
  if (said !== undefined) return said.replace(/\.$/, '');
  if (node.default === undefined) return '–';
  return Array.isArray(node.default) ? 'none' : `\`${node.default}\``;
}
