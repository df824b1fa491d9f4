import { buildSchema, type GraphQLSchema } from 'graphql';

let loaded: Promise<GraphQLSchema> | null = null;

/** GitHub's own schema: a query that is not valid there is not valid here. */
export function gitHubSchema(): Promise<GraphQLSchema> {
  loaded ??= import('@octokit/graphql-schema').then(({ schema }) =>
    buildSchema(schema.idl, { assumeValid: true, assumeValidSDL: true, noLocation: true }),
  );
  return loaded;
}
