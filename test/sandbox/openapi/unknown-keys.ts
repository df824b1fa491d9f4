import { type Schema, schemaAt } from './description.ts';

/**
 * Keys of a value that its schema does not name. GitHub's schemas leave every object open, so that a misspelt key of a
 * request, or one of the sandbox's own invention, would pass them.
 */
export function unknownKeys(place: string[], value: unknown): string[] {
  return [...new Set(unknownIn([schemaAt(place)], value, ''))];
}

/** `schemas` all describe the value, or may. */
function unknownIn(schemas: Schema[], value: unknown, pointer: string): string[] {
  const parts = schemas.flatMap(flat);
  if (Array.isArray(value)) {
    const items = parts.flatMap((part) => part.items ?? []);
    return items.length === 0 ? [] : value.flatMap((item) => unknownIn(items, item, `${pointer}/*`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const named = parts.filter((part) => part.properties);
  if (named.length === 0) return [];
  const open = parts.flatMap((part) => (part.additionalProperties === undefined ? [] : [part.additionalProperties]));
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = named.flatMap((part) => part.properties?.[key] ?? []);
    if (known.length === 0) return open.some((allowed) => allowed !== false) ? [] : [`${pointer}/${key}`];
    return unknownIn(known, inner, `${pointer}/${key}`);
  });
}

/** A schema and those it refers to and is made of. */
function flat(schema: Schema): Schema[] {
  const { $ref, allOf = [], anyOf = [], oneOf = [] } = schema;
  const made = [...allOf, ...anyOf, ...oneOf, ...($ref ? [schemaAt($ref.split('/').slice(1))] : [])];
  return [schema, ...made.flatMap(flat)];
}
