import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitActions } from './actions/commits.ts';
import { installationActions } from './actions/installations.ts';
import { peopleActions } from './actions/people.ts';
import { pullActions } from './actions/pulls.ts';
import { repositoryActions } from './actions/repositories.ts';
import { createFaults } from './faults.ts';
import { liveRepositories } from './find.ts';
import { answerGraphql } from './graphql/answer.ts';
import type { LagSpec } from './lag.ts';
import { createLimits } from './limits.ts';
import { pageRoutes } from './page.ts';
import { createRequestLog } from './request-log.ts';
import { apiRouter } from './rest/routes.ts';
import { createRouter } from './router.ts';
import { createHttp } from './server.ts';
import { createWebhooks, type WebhookTarget } from './webhooks.ts';
import { createWorld } from './world.ts';

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
  const pages = createRouter(pageRoutes);
  const server = createHttp({
    world,
    api: apiRouter(world),
    pages,
    graphql: answerGraphql(limits),
    faults,
    limits,
    log,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, 'localhost', resolve);
  });
  const { port } = server.address() as AddressInfo;
  world.url = `http://localhost:${port}`;
  const { id: appId, privateKey, clientId, clientSecret, slug } = world.app;
  const stores = () => new Set([...world.repositories.values()].map(({ store }) => store));

  return {
    port,
    host: `localhost:${port}`,
    url: world.url,
    appId,
    privateKey,
    clientId,
    clientSecret,
    slug,
    bot: { login: world.app.bot.login, id: world.app.bot.id },
    dataDir,
    ...peopleActions(world),
    ...repositoryActions(world),
    ...commitActions(world),
    ...pullActions(world),
    ...installationActions(world),
    requests: log.requests,
    resetRequests: log.resetRequests,
    countRequests: log.countRequests,
    faults,
    limits,
    webhooks,
    setWebhook(target: WebhookTarget | null): void {
      webhooks.target = target;
    },
    deliveries: webhooks.deliveries,
    redeliver: webhooks.redeliver,
    /** Resolves when no delivery is in flight. */
    settled: webhooks.settled,
    /** From now on a push reaches the fork network late. */
    lag: (spec: LagSpec) => world.lag.start(spec),
    repositories: (): string[] => liveRepositories(world).map(({ owner, name }) => `${owner.login}/${name}`),
    async stop(): Promise<void> {
      webhooks.stop();
      world.lag.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.allSettled([...stores()].map((store) => store.flushed()));
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
