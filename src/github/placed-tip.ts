import { z } from 'zod';

/** The commit that the head in the fork is at, with what tells one of ours. */
export const placedTarget =
  'target { oid ... on Commit { message parents(first: 2) { nodes { oid } } author { email } committer { email } } }';

export const person = z.object({ email: z.string().nullish() }).nullish();

export const PlacedTip = z.object({
  oid: z.string(),
  message: z.string().nullish(),
  parents: z.object({ nodes: z.array(z.object({ oid: z.string() }).nullable()).nullable() }).nullish(),
  author: person,
  committer: person,
});
export type PlacedTip = z.infer<typeof PlacedTip>;
