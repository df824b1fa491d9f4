import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkActions } from './actions/checks.ts';
import { commitActions, refActions } from './actions/commits.ts';
import { installationActions, installationStateActions } from './actions/installations.ts';
import { labelActions } from './actions/labels.ts';
import { mergingActions } from './actions/merging.ts';
import { peopleActions } from './actions/people.ts';
import { pullActions } from './actions/pulls.ts';
import { repositoryActions } from './actions/repositories.ts';
import { resolveActions } from './actions/resolve.ts';
import { settingActions } from './actions/settings.ts';
import type { WebhookTarget } from './delivery.ts';
import { createFaults } from './faults.ts';
import { fullName, liveRepositories } from './find.ts';
import { answerGraphql } from './graphql/answer.ts';
import type { LagSpec } from './lag.ts';
import { createLimits } from './limits.ts';
import { pageRoutes } from './page.ts';
import { createRequestLog } from './request-log.ts';
import { apiRouter } from './rest/routes.ts';
import { createRouter } from './router.ts';
import { createHttp } from './server.ts';
import { signInRoutes } from './sign-in.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';
import { createWorld, type World } from './world.ts';

export interface SandboxOptions {
  /** 0, the default: a free one. */
  port?: number;
  webhook?: WebhookTarget;
  /** Where the git repositories are; a directory of its own, removed by `stop`, when not given. */
  dataDir?: string;
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/** A GitHub on localhost, at the paths of GitHub Enterprise Server. */
export async function startSandbox(options: SandboxOptions = {}) {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'sandbox-'));
  const webhooks = createWebhooks();
  webhooks.target = options.webhook ?? null;
  const world = createWorld({ dataDir, webhooks });
  webhooks.targetId = world.app.id;
  const faults = createFaults();
  const limits = createLimits();
  const log = createRequestLog();
  const pages = createRouter([...signInRoutes, ...pageRoutes]);
  const api = apiRouter(world, limits);
  const server = createHttp({ world, api, pages, graphql: answerGraphql(limits), faults, limits, log });
  const port = await listen(server, options.port ?? 0);
  world.url = `http://localhost:${port}`;

  return {
    port,
    ...identity(world),
    dataDir,
    ...actions(world),
    requests: log.requests,
    resetRequests: log.resetRequests,
    countRequests: log.countRequests,
    faults,
    limits,
    ...webhookActions(webhooks),
    async stop(): Promise<void> {
      webhooks.stop();
      world.lag.stop();
      await close(server, world);
      // Again, where a git of a request that was cut off still writes.
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function identity(world: World) {
  const { id: appId, privateKey, clientId, clientSecret, slug, bot } = world.app;
  const { url } = world;
  return { url, host: new URL(url).host, appId, privateKey, clientId, clientSecret, slug, bot: { ...bot } };
}

function actions(world: World) {
  return {
    ...peopleActions(world),
    ...repositoryActions(world),
    ...settingActions(world),
    ...commitActions(world),
    ...refActions(world),
    ...pullActions(world),
    ...resolveActions(world),
    ...labelActions(world),
    ...checkActions(world),
    ...mergingActions(world),
    ...installationActions(world),
    ...installationStateActions(world),
    /** From now on a push reaches the fork network late. */
    lag: (spec: LagSpec) => world.lag.start(spec),
    repositories: (): string[] => liveRepositories(world).map(fullName),
  };
}

function webhookActions(webhooks: Webhooks) {
  return {
    webhooks,
    setWebhook(target: WebhookTarget | null): void {
      webhooks.target = target;
    },
    deliveries: webhooks.deliveries,
    redeliver: webhooks.redeliver,
    /** Resolves when no delivery is in flight. */
    settled: webhooks.settled,
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server, world: World): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  for (const { store } of world.repositories.values()) store.objects.stop();
}
