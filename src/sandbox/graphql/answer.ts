import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  Kind,
  parse,
} from 'graphql';
import { type Answer, json, refuse } from '../answer.ts';
import type { Limits } from '../limits.ts';
import type { Call } from '../router.ts';
import { errorJson } from './errors.ts';
import { mutationRoot } from './mutation.ts';
import { queryRoot } from './query.ts';
import { gitHubSchema } from './schema.ts';
import { problemsOf } from './validate.ts';

/** GitHub answers 200 to everything but a missing token or a broken request. */
export function answerGraphql(limits: Limits): (call: Call) => Promise<Answer> {
  const read = reader();
  return async (call) => {
    const { kind } = call.caller;
    if (kind === 'app') return refuse(403, 'Resource not accessible by integration');
    if (kind === 'nobody' || kind === 'client') return refuse(401, 'This endpoint requires you to be authenticated.');
    const { query, variables, operationName } = call.body;
    if (typeof query !== 'string')
      return json({ errors: [{ message: 'A query attribute must be specified and must be a string.' }] });
    const schema = await gitHubSchema();
    const { document, problems } = read(schema, query);
    if (!document) return json({ errors: problems.map(errorJson) });
    const result = await execute({
      schema,
      document,
      rootValue: isMutation(document) ? mutationRoot(call) : queryRoot(call, limits),
      variableValues: isRecord(variables) ? variables : {},
      operationName: typeof operationName === 'string' ? operationName : null,
      fieldResolver: resolve,
    });
    return json(formatted(result));
  };
}

function formatted(result: ExecutionResult) {
  const { data, errors } = result;
  const shown = data === undefined ? {} : { data };
  return errors ? { ...shown, errors: errors.map(errorJson) } : shown;
}

/** A field that GitHub has and the sandbox has not is a mistake of the sandbox, and says so. */
const resolve: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
  const { fieldName, parentType } = info;
  if (!isRecord(source) || !(fieldName in source)) {
    throw new GraphQLError(`the sandbox does not answer ${parentType.name}.${fieldName}`);
  }
  const value = source[fieldName];
  return typeof value === 'function' ? value(args) : value;
};

type Read = { document: DocumentNode; problems: [] } | { document: null; problems: readonly GraphQLError[] };

/** The same few queries come again and again, and are read once. */
function reader(): (schema: GraphQLSchema, query: string) => Read {
  const kept = new Map<string, Read>();
  return (schema, query) => {
    const read = kept.get(query) ?? parsed(schema, query);
    kept.set(query, read);
    return read;
  };
}

function parsed(schema: GraphQLSchema, query: string): Read {
  try {
    const document = parse(query, { maxTokens: 100_000 });
    const problems = problemsOf(schema, document);
    return problems.length > 0 ? { document: null, problems } : { document, problems: [] };
  } catch (error) {
    return { document: null, problems: [error instanceof GraphQLError ? error : new GraphQLError(String(error))] };
  }
}

function isMutation(document: DocumentNode): boolean {
  return document.definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'mutation',
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
