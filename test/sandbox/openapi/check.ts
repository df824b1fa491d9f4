import type { ErrorObject } from 'ajv';
import type { Delivery } from '../../../src/sandbox/delivery.ts';
import {
  type Endpoint,
  findEndpoint,
  problemsWith,
  problemsWithText,
  schemaOfAnswer,
  webhooks,
} from './description.ts';
import type { Exchange } from './recorder.ts';
import { unknownKeys } from './unknown-keys.ts';

/** Something in an exchange that is not as GitHub describes it. */
export interface Problem {
  /** As `GET /repos/{owner}/{repo} 200`, or `push` for a webhook. */
  at: string;
  part: 'request' | 'answer' | 'webhook';
  /** JSON pointer into the body, with `*` for every index; `?name` for a parameter. */
  pointer: string;
  message: string;
}

/** Media types that stand in the text of an endpoint alone. https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api#media-types */
const custom = /^application\/vnd\.github\.raw/;

const basic = ['components', 'schemas', 'basic-error'];
const validation = ['components', 'schemas', 'validation-error'];

/** Statuses that GitHub documents for its whole API and not for each endpoint, and the schemas of their bodies. */
const general: Record<number, string[] | null> = {
  // https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
  301: basic,
  304: null,
  307: basic,
  // https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
  401: basic,
  403: basic,
  404: basic,
  422: validation,
};

/** What GitHub's description has against a request and its answer. */
export function problemsOf(exchange: Exchange): Problem[] {
  const found = findEndpoint(exchange.method, exchange.path);
  if (!found) {
    const at = `${exchange.method} ${exchange.path}`;
    return [{ at, part: 'request', pointer: '', message: 'is not an endpoint' }];
  }
  const { endpoint, values } = found;
  const at = `${endpoint.name} ${exchange.status}`;
  return [
    // What was refused may well have been asked wrongly: the test did it on purpose.
    ...(exchange.status === 422 ? [] : requestProblems(endpoint, values, exchange)),
    ...answerProblems(endpoint, exchange),
  ].map((problem) => ({ at, ...problem }));
}

/** The name the description has for an event, as `pull-request-opened`. */
export function eventOf({ event, action }: Pick<Delivery, 'event' | 'action'>): string {
  return [event, ...(action ? [action] : [])].join('-').replaceAll('_', '-');
}

/** What GitHub's description has against the payload of a delivery. */
export function problemsOfDelivery(delivery: Delivery): Problem[] {
  const name = eventOf(delivery);
  if (!webhooks.includes(name)) return [{ at: name, part: 'webhook', pointer: '', message: 'is not in the excerpt' }];
  return bodyProblems('webhook', ['x-webhooks', name], delivery.payload).map((problem) => ({ at: name, ...problem }));
}

type Local = Omit<Problem, 'at'>;

function requestProblems(endpoint: Endpoint, values: string[], { query, asked }: Exchange): Local[] {
  const { parameters, operation } = endpoint;
  const say = (message: string): Local => ({ part: 'request', pointer: '', message });
  const named = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = ''], at) => [name, values[at] ?? ''] as const);
  const problems = [
    ...named.flatMap(([name, text]) => parameterProblems(endpoint, 'path', name, text)),
    ...[...query].flatMap(([name, text]) => parameterProblems(endpoint, 'query', name, text)),
    ...parameters
      .filter((one) => one.in === 'query' && one.required && !query.has(one.name))
      .map(({ name }): Local => ({ part: 'request', pointer: `?${name}`, message: 'is required' })),
  ];
  if (asked === undefined) return operation.requestBody?.required ? [...problems, say('has no body')] : problems;
  if (!operation.requestBody) return [...problems, say('takes no body')];
  const method = endpoint.method.toLowerCase();
  const schema = ['paths', endpoint.path, method, 'requestBody', 'content', 'application/json', 'schema'];
  return [...problems, ...bodyProblems('request', schema, asked)];
}

function parameterProblems(endpoint: Endpoint, kind: 'path' | 'query', name: string, text: string): Local[] {
  const known = endpoint.parameters.find((one) => one.in === kind && one.name === name);
  const say = (message: string): Local => ({ part: 'request', pointer: `?${name}`, message });
  return known ? problemsWithText(known.schema, text).map((error) => say(messageOf(error))) : [say('is no parameter')];
}

function answerProblems(endpoint: Endpoint, { status, type, answered }: Exchange): Local[] {
  const described = schemaOfAnswer(endpoint, status, type);
  const say = (message: string): Local[] => [{ part: 'answer', pointer: '', message }];
  if (described === 'no media type') return custom.test(type) ? [] : say(`is ${type}, which is not described`);
  if (described === 'no status' && !(status in general)) return say('is a status that is not documented');
  const schema = Array.isArray(described) ? described : (general[status] ?? (status >= 400 ? basic : null));
  if (schema === null) return answered === undefined ? [] : say('has a body');
  if (answered === undefined) return say('has no body');
  return bodyProblems('answer', schema, answered);
}

/** What a schema of the description has against a body, and what the body has that the schema does not know. */
function bodyProblems(part: Problem['part'], schema: string[], body: unknown): Local[] {
  const wrong = problemsWith(schema, body).map((error) => ({
    part,
    pointer: pointerOf(error),
    message: messageOf(error),
  }));
  const unknown = unknownKeys(schema, body).map((pointer) => ({ part, pointer, message: 'is not described' }));
  return [...wrong, ...unknown];
}

function pointerOf({ instancePath }: ErrorObject): string {
  return instancePath.replace(/\/\d+(?=\/|$)/g, '/*');
}

function messageOf({ message, params, keyword }: ErrorObject): string {
  const allowed = keyword === 'enum' ? `: ${JSON.stringify(params.allowedValues)}` : '';
  return `${message}${allowed}`;
}
