import { readFileSync } from 'node:fs';
import { Ajv, type AnySchemaObject, type ErrorObject } from 'ajv';
import formats from 'ajv-formats';

/** The excerpt that `extract.mjs` makes of GitHub's OpenAPI description. */
interface Described {
  paths: Record<string, Record<string, Operation>>;
  'x-webhooks': Record<string, unknown>;
  components: { parameters: Record<string, Parameter>; responses: Record<string, Response> };
}

export interface Operation {
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { required?: boolean; content: Record<string, { schema: AnySchemaObject }> };
  responses: Record<string, Response | { $ref: string }>;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: { type?: string };
  /** The value may hold slashes. */
  'x-multi-segment'?: boolean;
}

/** The words of JSON Schema that are looked at without ajv. */
export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
}

interface Response {
  content?: Record<string, unknown>;
}

export interface Endpoint {
  /** As `GET /repos/{owner}/{repo}`. */
  name: string;
  method: string;
  path: string;
  operation: Operation;
  parameters: Parameter[];
}

const read: unknown = JSON.parse(readFileSync(new URL('github.json', import.meta.url), 'utf8'));
const described = withNulls(read) as Described;

const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false, verbose: true });
formats.default(ajv);
ajv.addSchema(described, 'github');

/** Every endpoint of the excerpt. */
export const endpoints: Endpoint[] = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => {
    const parameters = (operation.parameters ?? []).map((one) => resolved<Parameter>(one));
    return { name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path, operation, parameters };
  }),
);

/** The names of the events of the excerpt, as `pull-request-opened`. */
export const webhooks: string[] = Object.keys(described['x-webhooks']);

const compiled = endpoints.map((endpoint) => ({ endpoint, pattern: patternOf(endpoint) }));

/** The endpoint that answers a request: the one with the fewest parameters, as more than one pattern may fit. */
export function findEndpoint(method: string, path: string): { endpoint: Endpoint; values: string[] } | null {
  const found = compiled.flatMap(({ endpoint, pattern }) => {
    const match = endpoint.method === method ? pattern.exec(path) : null;
    return match ? [{ endpoint, values: match.slice(1).map(decodeURIComponent) }] : [];
  });
  return found.sort((a, b) => b.endpoint.path.length - a.endpoint.path.length)[0] ?? null;
}

/** What stands at a place in the excerpt, as `['components', 'schemas', 'issue']`. */
export function schemaAt(place: string[]): Schema {
  const found = place.reduce((at: unknown, part) => (at as Record<string, unknown> | undefined)?.[part], described);
  if (!found) throw new Error(`the excerpt has nothing at ${place.join(' ')}`);
  return found as Schema;
}

/** What `schema`, a place in the excerpt as `['components', 'schemas', 'issue']`, has against a value. */
export function problemsWith(schema: string[], value: unknown): ErrorObject[] {
  const $ref = `github#/${schema.map((part) => encodeURIComponent(escaped(part))).join('/')}`;
  const validate = ajv.getSchema($ref) ?? ajv.compile({ $ref });
  return validate(value) ? [] : (validate.errors ?? []);
}

/** As `problemsWith`, for a parameter of a path or a query, which is text: numbers and booleans are read first. */
export function problemsWithText(schema: { type?: string }, text: string): ErrorObject[] {
  const isNumber = (schema.type === 'integer' || schema.type === 'number') && /^-?\d+(\.\d+)?$/.test(text);
  const isBoolean = schema.type === 'boolean' && /^(true|false)$/.test(text);
  const validate = ajv.compile(schema);
  return validate(isNumber || isBoolean ? JSON.parse(text) : text) ? [] : (validate.errors ?? []);
}

/** Where the schema of an answer is; or that it has no body, that its media type is not described, or its status is not. */
export function schemaOfAnswer(
  endpoint: Endpoint,
  status: number,
  type: string,
): string[] | 'no body' | 'no media type' | 'no status' {
  const response = endpoint.operation.responses[status];
  if (!response) return 'no status';
  const place =
    '$ref' in response
      ? response.$ref.split('/').slice(1)
      : ['paths', endpoint.path, endpoint.method.toLowerCase(), 'responses', String(status)];
  const { content } = resolved<Response>(response);
  if (!content) return 'no body';
  return type in content ? [...place, 'content', type, 'schema'] : 'no media type';
}

function resolved<T extends object>(value: T | { $ref: string }): T {
  if (!('$ref' in value)) return value;
  const [, , section, name = ''] = value.$ref.split('/');
  return described.components[section as 'parameters' | 'responses'][name] as T;
}

function patternOf({ path, parameters }: Endpoint): RegExp {
  const source = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    parameters.find((one) => one.name === name)?.['x-multi-segment'] ? '(.+)' : '([^/]+)',
  );
  return new RegExp(`^${source}$`);
}

function escaped(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type more. https://spec.openapis.org/oas/v3.0.3.html#fixed-fields-20 */
function withNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNulls);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...schema } = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withNulls(inner)]),
  ) as AnySchemaObject;
  if (nullable !== true) return nullable === undefined ? schema : { ...schema, nullable };
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  return { ...schema, type: [schema.type, 'null'], ...(schema.enum ? { enum: [...schema.enum, null] } : {}) };
}
