import { schema as published } from '@octokit/graphql-schema';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { configAtQuery } from '../../src/github/config-at.ts';
import { coveredQuery, ownerQuery } from '../../src/github/covered.ts';
import { fileAtQuery, fileOriginQuery } from '../../src/github/file-origin.ts';
import { planHeads } from '../../src/github/heads-query.ts';
import { updateRefsMutation } from '../../src/github/move-branch.ts';
import { observeQuery, observeUpstreamQuery } from '../../src/github/observe-query.ts';
import { createPullMutation } from '../../src/github/open-pull.ts';
import { pullsQuery } from '../../src/github/read-pulls.ts';

// The published text defines two fields twice; only our queries are judged here.
const schema = buildSchema(published.idl, { assumeValidSDL: true });

const request = { key: 'a', owner: 'up', name: 'hello', repositoryId: 2, branch: 'main' };
const heads = planHeads([request, { ...request, key: 'b', branch: 'next' }, { ...request, key: 'c', name: 'other' }]);

test.each([
  ['Observe', observeQuery],
  ['ObserveUpstream', observeUpstreamQuery],
  ['Pulls', pullsQuery],
  ['UpdateRefs', updateRefsMutation],
  ['CreatePull', createPullMutation],
  ['Heads', heads.query],
  ['Covered', coveredQuery],
  ['ConfigAt', configAtQuery],
  ['FileOrigin', fileOriginQuery],
  ['FileAt', fileAtQuery],
  ['OwnerDefaults', ownerQuery],
])('%s is valid in the schema GitHub publishes', (name, query) => {
  const document = parse(query);
  expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
  const names = document.definitions.flatMap((one) => (one.kind === 'OperationDefinition' ? [one.name?.value] : []));
  expect(names).toEqual([name]);
});

test('no name is ever part of a query', () => {
  const odd = { ...request, owner: 'a"b', name: 'c"d', branch: 'e"){f' };
  expect(planHeads([odd]).query).toBe(planHeads([request]).query);
});
