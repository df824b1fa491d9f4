import { z } from 'zod';
import type { TagsSeen } from '../core/tags.ts';

/** How many tags there are and which is the newest: by the date of its commit, or of itself where it is annotated. */
export const tagsField = `tags: refs(refPrefix: "refs/tags/", first: 1, orderBy: { field: TAG_COMMIT_DATE, direction: DESC })`;
export const tagsFields = '{ totalCount nodes { name target { oid } } }';

export const TagsNode = z
  .object({
    totalCount: z.number(),
    nodes: z
      .array(z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullable() }).nullable())
      .nullable(),
  })
  .nullish();
export type TagsNode = z.infer<typeof TagsNode>;

/** null: not asked for, or GitHub does not show them. */
export function tagsSeen(node: TagsNode): TagsSeen | null {
  if (!node) return null;
  const [newest] = node.nodes ?? [];
  const sha = newest?.target?.oid;
  return { count: node.totalCount, newest: newest && sha ? { name: newest.name, sha } : null };
}
