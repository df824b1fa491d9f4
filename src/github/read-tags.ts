import { z } from 'zod';
import type { Observation } from '../core/observation.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { missingTags, type Tag, type TagsLook, tagsState } from '../core/tags.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { readersRefusal } from './read-apart.ts';
import { type TagsNode, tagsSeen } from './tags-query.ts';
import type { LinkTarget } from './target.ts';

interface Shown {
  databaseId: number;
  owner: { login: string };
  name: string;
  isArchived: boolean;
}

/**
 * What the fork lacks of upstream's tags: two requests where these are not in the state that is known, none where they are. Where GitHub
 * refuses to list them, that is what is known of them: the branch does not need them.
 */
export async function readTags(given: {
  client: InstallationClient;
  /** Sees upstream where `client` does not. */
  reader?: InstallationClient | null | undefined;
  look: TagsLook | null;
  target: Pick<LinkTarget, 'fork' | 'upstream'>;
  /** As GitHub shows them; null: not there. */
  fork: Shown | null;
  upstream: (Shown & { tags?: TagsNode }) | null;
}): Promise<Observation['tags']> {
  const { client, reader, look, target, fork, upstream } = given;
  const seen = tagsSeen(upstream?.tags);
  if (look === null || seen === null || upstream?.databaseId !== target.upstream.id) return null;
  if (fork?.databaseId !== target.fork.id || fork.isArchived) return null;
  const state = tagsState(look.pattern, seen);
  if (state === look.decidedOn || seen.count === 0) return { state, missing: [] };
  const theirs = await listTags(reader ?? client, upstream);
  if (isRefusal(theirs)) return { state, missing: reader ? readersRefusal(theirs) : theirs };
  const ours = await listTags(client, fork);
  return { state, missing: isRefusal(ours) ? ours : missingTags(look.pattern, theirs, ours) };
}

const Refs = z.array(z.object({ ref: z.string(), object: z.object({ sha: z.string() }) }));
const prefix = 'refs/tags/';

/** All tags of a repository. GitHub gives them in one answer, or says that there is a next. https://docs.github.com/rest/git/refs#list-matching-references */
function listTags(
  client: InstallationClient,
  { owner, name }: Pick<Shown, 'owner' | 'name'>,
): Promise<Tag[] | Refusal> {
  return attempt({ client }, async () => {
    const route = 'GET /repos/{owner}/{repo}/git/matching-refs/{ref}';
    const refs: z.infer<typeof Refs> = [];
    for (let page = 1, more = true; more; page += 1) {
      const parameters = { owner: owner.login, repo: name, ref: 'tags/', ...(page > 1 ? { page } : {}) };
      const { data, headers } = await client.request(route, parameters);
      refs.push(...parseAnswer(Refs, data));
      more = headers.link?.includes('rel="next"') ?? false;
    }
    const tags = refs.filter(({ ref }) => ref.startsWith(prefix));
    return tags.map(({ ref, object }) => ({ name: ref.slice(prefix.length), sha: object.sha }));
  });
}
