import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
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
  return async (call) => {
    const { kind } = call.caller;
    if (kind === 'app') return refuse(403, 'Resource not accessible by integration');
    if (kind === 'nobody' || kind === 'client') return refuse(401, 'This endpoint requires you to be authenticated.');
    const { query, variables, operationName } = call.body;
    if (typeof query !== 'string')
      return json({ errors: [{ message: 'A query attribute must be specified and must be a string.' }] });
    const document = parsed(query);
    if (document instanceof GraphQLError) return json({ errors: [errorJson(document)] });
    const schema = await gitHubSchema();
    const problems = problemsOf(schema, document);
    if (problems.length > 0) return json({ errors: problems.map(errorJson) });
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

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: 100_000 });
  } catch (error) {
    return error instanceof GraphQLError ? error : new GraphQLError(String(error));
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
