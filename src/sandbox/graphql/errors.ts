import { GraphQLError } from 'graphql';

export type ErrorType =
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'UNPROCESSABLE'
  | 'MISSING_PAGINATION_BOUNDARIES'
  | 'EXCESSIVE_PAGINATION';

/** GitHub puts `type` beside `message`, not into `extensions`. */
export function typed(type: ErrorType, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

export function forbidden(): GraphQLError {
  return typed('FORBIDDEN', 'Resource not accessible by integration');
}

export function noRepository(name: string): GraphQLError {
  return typed('NOT_FOUND', `Could not resolve to a Repository with the name '${name}'.`);
}

export function noNode(id: string): GraphQLError {
  return typed('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}

/** As GitHub sends it. */
export function errorJson(error: GraphQLError) {
  const { message, locations, path, extensions } = error;
  const { type, ...rest } = extensions;
  const place = { ...(path ? { path } : {}), ...(locations ? { locations } : {}) };
  const more = Object.keys(rest).length > 0 ? { extensions: rest } : {};
  return { ...(type ? { type } : {}), ...place, ...more, message };
}
