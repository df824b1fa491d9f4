/** What is shown of our own OpenAPI document: the parts that its routes have. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  default?: unknown;
  description?: string;
}

export interface Content {
  description?: string;
  content?: Record<string, { schema?: Schema }>;
}

export interface Operation {
  summary?: string;
  description?: string;
  security?: object[];
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema; description?: string }[];
  requestBody?: Content;
  responses?: Record<string, Content>;
}

export interface Description {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

/** A schema as people write types: `{page: integer, data: [Link]}`. Schemas that have a name are called by it. */
export function typeOf(schema: Schema | undefined): string {
  if (schema === undefined) return 'anything';
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return [...new Set(alternatives.map(typeOf))].join(' | ');
  if (schema.items) return `[${typeOf(schema.items)}]`;
  const names = Object.keys(schema.properties ?? {});
  if (names.length > 0) return `{${names.map((name) => field(schema, name)).join(', ')}}`;
  const types = [schema.type ?? 'anything'].flat();
  return types.map((type) => (type === 'string' && schema.format ? schema.format : type)).join(' | ');
}

function field({ properties = {}, required = [] }: Schema, name: string): string {
  return `${name}${required.includes(name) ? '' : '?'}: ${typeOf(properties[name])}`;
}

/** The name of a schema that is referred to. */
export function nameOf(ref: string): string {
  return ref.split('/').at(-1) ?? ref;
}
