import { z } from 'zod';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { GitHub } from './app.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { UserClient } from './client.ts';
import { faultFrom } from './fault.ts';
import { eachPage } from './pages.ts';

const Permissions = z.object({ admin: z.boolean(), push: z.boolean(), pull: z.boolean() });
export type Permissions = z.infer<typeof Permissions>;

const Checked = z
  .object({ user: z.object({ login: z.string(), id: z.number(), avatar_url: z.string() }) })
  .transform(({ user }) => ({ login: user.login, id: user.id, avatarUrl: user.avatar_url }));
/** The person behind a token. */
export type TokenOwner = z.infer<typeof Checked>;

/**
 * Whose token this is, null when it is not a valid token of this App (another App's tokens are unknown here).
 * https://docs.github.com/rest/apps/oauth-applications#check-a-token
 */
export function checkToken(
  github: Pick<GitHub, 'asOAuthApp'>,
  given: { clientId: string; clientSecret: string; token: string },
): Promise<TokenOwner | null | Refusal> {
  const { token, ...credentials } = given;
  const client = github.asOAuthApp(credentials);
  return attempt({ client }, async () => {
    try {
      const { data } = await client.request('POST /applications/{client_id}/token', {
        client_id: credentials.clientId,
        access_token: token,
      });
      return parseAnswer(Checked, data);
    } catch (error) {
      const status = faultFrom(error)?.status;
      if (status === 404 || status === 422) return null;
      throw error;
    }
  });
}

/** Ends a token of this App; one that is none changes nothing. https://docs.github.com/rest/apps/oauth-applications#delete-an-app-token */
export function endToken(
  github: Pick<GitHub, 'asOAuthApp'>,
  given: { clientId: string; clientSecret: string; token: string },
): Promise<null | Refusal> {
  const { token, clientId, clientSecret } = given;
  const client = github.asOAuthApp({ clientId, clientSecret });
  return attempt({ client, write: true }, async () => {
    await client.request('DELETE /applications/{client_id}/token', { client_id: clientId, access_token: token });
    return null;
  });
}

export interface SeenRepository {
  id: number;
  permissions: Permissions;
}

const Seen = z.object({ id: z.number(), permissions: Permissions });

/**
 * What a person may do in a repository, asked with their own token; null when they, or the App for them, cannot see it.
 * https://docs.github.com/rest/repos/repos#get-a-repository
 */
export function readPermission(
  client: UserClient,
  repository: { owner: string; name: string },
): Promise<SeenRepository | null | Refusal> {
  return see(client, repository, Seen);
}

const Named = z.object({ name: z.string(), owner: z.object({ login: z.string() }), default_branch: z.string() });
const Shown = Seen.extend({
  ...Named.shape,
  private: z.boolean(),
  fork: z.boolean(),
  parent: Named.nullish(),
}).transform(({ owner, default_branch, parent, ...shown }) => ({
  ...shown,
  owner: owner.login,
  defaultBranch: default_branch,
  parent: parent ? { owner: parent.owner.login, repo: parent.name, defaultBranch: parent.default_branch } : null,
}));
/** A repository as a person sees it. An empty one has a default branch by name only. */
export type PersonsRepository = z.infer<typeof Shown>;

/** The same with what the repository is. https://docs.github.com/rest/repos/repos#get-a-repository */
export function readRepository(
  client: UserClient,
  repository: { owner: string; name: string },
): Promise<PersonsRepository | null | Refusal> {
  return see(client, repository, Shown);
}

function see<S extends z.ZodType>(
  client: UserClient,
  { owner, name }: { owner: string; name: string },
  schema: S,
): Promise<z.infer<S> | null | Refusal> {
  return attempt({ client }, async () => {
    try {
      return parseAnswer(schema, (await client.request('GET /repos/{owner}/{repo}', { owner, repo: name })).data);
    } catch (error) {
      const status = faultFrom(error)?.status;
      if (status === 401 || status === 404 || status === 451) return null;
      throw error;
    }
  }).then((seen) => (refuses(seen) && seen.reason === 'missing-permission' ? null : seen));
}

function refuses(seen: unknown): seen is Refusal {
  return typeof seen === 'object' && seen !== null && isRefusal(seen);
}

const Installations = z.object({ installations: z.array(z.object({ id: z.number() })) });
const Repositories = z.object({ repositories: z.array(Seen) });

/**
 * Every repository that the person can see and the App is installed on, with what the person may do there.
 * https://docs.github.com/rest/apps/installations#list-repositories-accessible-to-the-user-access-token
 */
export function listPushable(client: UserClient): Promise<(SeenRepository & { installationId: number })[] | Refusal> {
  return attempt({ client }, async () => {
    const all: (SeenRepository & { installationId: number })[] = [];
    const installations = (data: unknown) => parseAnswer(Installations, data).installations;
    for await (const page of eachPage({ client, route: 'GET /user/installations', items: installations }))
      for (const { id } of page) all.push(...(await repositoriesOf(client, id)));
    return all;
  });
}

/**
 * Every repository that the person can see and this installation covers; null when they see nothing of such an installation.
 * https://docs.github.com/rest/apps/installations#list-repositories-accessible-to-the-user-access-token
 */
export function listInstalled(client: UserClient, installationId: number): Promise<SeenRepository[] | null | Refusal> {
  return attempt({ client }, async () => {
    try {
      return await repositoriesOf(client, installationId);
    } catch (error) {
      if (faultFrom(error)?.status === 404) return null;
      throw error;
    }
  }).then((seen) => (refuses(seen) && seen.reason === 'missing-permission' ? null : seen));
}

async function repositoriesOf(client: UserClient, installationId: number) {
  const found: (SeenRepository & { installationId: number })[] = [];
  const pages = eachPage({
    client,
    route: 'GET /user/installations/{installation_id}/repositories',
    parameters: { installation_id: installationId },
    items: (data) => parseAnswer(Repositories, data).repositories,
  });
  for await (const page of pages) found.push(...page.map((one) => ({ ...one, installationId })));
  return found;
}

const Owned = z
  .object({
    id: z.number(),
    name: z.string(),
    owner: Named.shape.owner,
    fork: z.boolean(),
    archived: z.boolean().default(false),
  })
  .transform(({ owner, ...repository }) => ({ ...repository, owner: owner.login }));
/** A repository that somebody owns. */
export type OwnedRepository = z.infer<typeof Owned>;

/** Pages of a hundred that are asked for at most. */
const ownedPages = 10;

/**
 * The public repositories that a person owns, those pushed to last first, at most 1,000: private ones are not listed to an App that is not
 * on them. https://docs.github.com/rest/repos/repos#list-repositories-for-a-user
 */
export function listOwned(client: UserClient, login: string): Promise<OwnedRepository[] | Refusal> {
  return attempt({ client }, async () => {
    const all: OwnedRepository[] = [];
    const pages = eachPage({
      client,
      route: 'GET /users/{username}/repos',
      parameters: { username: login, type: 'owner', sort: 'pushed', direction: 'desc' },
      items: (data) => parseAnswer(z.array(Owned), data),
    });
    let page = 0;
    for await (const items of pages) {
      all.push(...items);
      page += 1;
      if (page === ownedPages) break;
    }
    return all;
  });
}
