import { z } from 'zod';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { AppClient, InstallationClient } from './client.ts';
import { faultFrom } from './fault.ts';
import { eachPage } from './pages.ts';
import { refuse } from './refusal.ts';

/** Where the App is installed, as it is listed. `account` is a user, an organization or an enterprise; null: GitHub names none. */
const Listed = z
  .object({
    id: z.number(),
    app_id: z.number().nullish(),
    app_slug: z.string().nullish(),
    account: z
      .object({
        id: z.number(),
        login: z.string().optional(),
        slug: z.string().optional(),
        type: z.string().catch('Enterprise'),
      })
      .nullable(),
    suspended_at: z.string().nullish(),
    permissions: z.record(z.string(), z.string()),
  })
  .transform(({ id, app_id, app_slug, account, suspended_at, permissions }) => ({
    id,
    /** The App it is an installation of. */
    appId: app_id ?? null,
    appSlug: app_slug ?? null,
    account: account && { id: account.id, login: account.login ?? account.slug ?? '', type: account.type },
    suspendedAt: suspended_at ?? null,
    permissions,
  }));
type Listed = z.infer<typeof Listed>;
export type Installation = Listed & { account: NonNullable<Listed['account']> };

const Repository = z
  .object({
    id: z.number(),
    node_id: z.string(),
    name: z.string(),
    owner: z.object({ id: z.number(), login: z.string() }),
    private: z.boolean(),
    archived: z.boolean(),
    fork: z.boolean(),
    default_branch: z.string(),
    pushed_at: z.string().nullable(),
  })
  .transform(({ id, node_id, name, owner, fork, archived, ...rest }) => ({
    id,
    nodeId: node_id,
    owner: owner.login,
    ownerId: owner.id,
    name,
    private: rest.private,
    archived,
    fork,
    defaultBranch: rest.default_branch,
    pushedAt: rest.pushed_at,
  }));
/** A repository the installation covers. An empty one has a default branch by name only. */
export type InstalledRepository = z.infer<typeof Repository>;

const App = z.object({ id: z.number(), slug: z.string(), name: z.string() });
export type App = z.infer<typeof App>;

/** The App itself. https://docs.github.com/rest/apps/apps#get-the-authenticated-app */
export function getApp(client: AppClient): Promise<App | Refusal> {
  return attempt({ client }, async () => parseAnswer(App, (await client.request('GET /app')).data));
}

/** The App's own page, where it is installed. https://docs.github.com/rest/apps/apps#get-the-authenticated-app */
export function getAppPage(client: AppClient): Promise<string | Refusal> {
  const Page = z.object({ html_url: z.string() });
  return attempt({ client }, async () => parseAnswer(Page, (await client.request('GET /app')).data).html_url);
}

/**
 * Every installation of the App; when GitHub refuses a page, the refusal is the last thing that comes.
 * https://docs.github.com/rest/apps/apps#list-installations-for-the-authenticated-app
 */
export async function* listInstallations(client: AppClient): AsyncGenerator<Listed | Refusal> {
  const items = (data: unknown) => parseAnswer(z.array(Listed), data);
  const pages = eachPage({ client, route: 'GET /app/installations', items });
  for (;;) {
    const step = await attempt({ client }, () => pages.next());
    if (isRefusal(step)) {
      yield step;
      return;
    }
    if (step.done) return;
    yield* step.value;
  }
}

/** null when the App is not (or no longer) installed. https://docs.github.com/rest/apps/apps#get-an-installation-for-the-authenticated-app */
export function getInstallation(client: AppClient, installationId: number): Promise<Installation | null | Refusal> {
  return attempt({ client }, async () => {
    try {
      const parameters = { installation_id: installationId };
      const { data } = await client.request('GET /app/installations/{installation_id}', parameters);
      const { account, ...shown } = parseAnswer(Listed, data);
      if (account !== null) return { ...shown, account };
      return refuse({ reason: 'github-unavailable', detail: 'GitHub names no account of this installation' });
    } catch (error) {
      if (faultFrom(error)?.status === 404) return null;
      throw error;
    }
  });
}

/** All repositories of an installation. https://docs.github.com/rest/apps/installations#list-repositories-accessible-to-the-app-installation */
export function listRepositories(client: InstallationClient): Promise<InstalledRepository[] | Refusal> {
  const Page = z.object({ repositories: z.array(Repository) });
  return attempt({ client }, async () => {
    const items = (data: unknown) => parseAnswer(Page, data).repositories;
    const all: InstalledRepository[] = [];
    for await (const page of eachPage({ client, route: 'GET /installation/repositories', items })) all.push(...page);
    return all;
  });
}
