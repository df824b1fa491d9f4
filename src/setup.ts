import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, openSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Probot, Server } from 'probot';
import { appAddresses, installedPath, webhookAddress } from './core/app-addresses.ts';
import { type Env, tellProbot } from './runtime/env.ts';
import type { Parts } from './runtime/lifecycle.ts';
import type { Log } from './runtime/log.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
type Values = Record<string, string>;

/** What we use of Probot's `apps/setup.js` and `helpers/update-env.js`. */
interface ProbotSetup {
  setupAppFactory: (options: {
    log: Log;
    host: string;
    port: number;
    updateEnv: (values: Values) => Values;
  }) => () => Promise<Handler>;
}
interface ProbotUpdateEnv {
  updateEnv: (values: Values) => Values;
}
interface ProbotManifest {
  ManifestCreation: { prototype: { getManifest: (options: unknown) => string } };
}

/** Whoever reaches this page first owns the App: it is for this machine alone. */
const host = '127.0.0.1';

/** Set-up mode: Probot's page creates the GitHub App from app.yml and writes what it is told to `.env`. */
export async function startSetup(parts: Parts, env: Env, log: Log): Promise<void> {
  prepare(env, log);
  const unused = { appId: 1, privateKey: 'none yet', secret: randomBytes(20).toString('hex') };
  const server = new Server({
    Probot: Probot.defaults({ ...unused, log }),
    log,
    port: env.PORT,
    host,
    webhookPath: `/${randomBytes(16).toString('hex')}`,
  });
  // Probot's `run` has this page too, but lets nobody look at a request before it.
  const { setupAppFactory } = await probotFile<ProbotSetup>('apps/setup.js');
  const { updateEnv } = await probotFile<ProbotUpdateEnv>('helpers/update-env.js');
  await nameOurAddresses(env.PUBLIC_URL ?? `http://localhost:${env.PORT}`);
  const { PUBLIC_URL, WEBHOOK_PROXY_URL } = env;
  const given: Values = { ...(PUBLIC_URL && { PUBLIC_URL }), ...(WEBHOOK_PROXY_URL && { WEBHOOK_PROXY_URL }) };
  const write = (values: Values) => {
    keepPrivate('.env');
    const written = updateEnv({ ...values, ...given, SESSION_SECRET: randomBytes(32).toString('hex') });
    log.info('The GitHub App is in .env. Stop this (Ctrl-C) and start it again.');
    return written;
  };
  server.addHandler(notYet);
  server.addHandler(refuseStrangers(randomBytes(20).toString('hex')));
  await server.loadHandlerFactory(setupAppFactory({ log, host, port: env.PORT, updateEnv: write }));
  await server.start();
  parts.add('http', { stop: () => server.stop() });
  log.info(`There is no GitHub App yet: open http://localhost:${env.PORT}/probot to create it.`);
}

/** Nothing outside is asked for a tunnel, and deliveries go to where web will be. */
function prepare(env: Env, log: Log): void {
  tellProbot({ NO_SMEE_SETUP: 'true' });
  const { WEBHOOK_PROXY_URL: proxyUrl, PUBLIC_URL: publicUrl, WEBHOOK_PATH: path } = env;
  const address = webhookAddress({ proxyUrl, publicUrl, path });
  if (address !== null) tellProbot({ WEBHOOK_PROXY_URL: address });
  else {
    log.warn(
      'PUBLIC_URL is not set: GitHub has to reach web to tell of pushes. Set it to your public address before you create the App.',
    );
  }
}

/** `app.yml` knows nothing of where web is: the manifest is given our addresses where Probot makes it. */
async function nameOurAddresses(publicUrl: string): Promise<void> {
  const { ManifestCreation } = await probotFile<ProbotManifest>('manifest-creation.js');
  const { prototype } = ManifestCreation;
  const { getManifest } = prototype;
  prototype.getManifest = function withAddresses(options) {
    return JSON.stringify({ ...JSON.parse(getManifest.call(this, options)), ...appAddresses(publicUrl) });
  };
}

/** GitHub sends whoever installs the new App to web, which does not run yet. */
function notYet(request: IncomingMessage, response: ServerResponse): boolean {
  if (new URL(request.url ?? '/', `http://${host}`).pathname !== installedPath) return false;
  const text =
    'Installed. Backstroke is still in set-up mode: stop it (Ctrl-C), start it again, and reload this page.\n';
  response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '10' }).end(text);
  return true;
}

/**
 * A page of another site that the operator has open must not reach this one, by whatever name it calls it. GitHub comes
 * back to `/probot/setup` with the `state` that our page sent it: without it the App is not one that was begun here.
 * https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
function refuseStrangers(state: string): Handler {
  return (request, response) => {
    const { host: named = '', origin } = request.headers;
    const local = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(named);
    const url = new URL(request.url ?? '/', `http://${host}`);
    const begun = url.pathname !== '/probot/setup' || url.searchParams.get('state') === state;
    if (local && begun && (origin === undefined || origin === `http://${named}`)) {
      if (url.pathname === '/probot') sendState(response, state);
      return false;
    }
    response.writeHead(403, { 'content-type': 'text/plain' }).end('This page is for this machine alone.');
    return true;
  };
}

/** Puts `state` into the address that Probot's page posts the manifest to. */
function sendState(response: ServerResponse, state: string): void {
  const end = response.end.bind(response) as (body?: unknown) => ServerResponse;
  response.end = ((body?: unknown) =>
    end(
      typeof body === 'string' ? body.replace(/(action="[^"?]*\/settings\/apps\/new)"/, `$1?state=${state}"`) : body,
    )) as ServerResponse['end'];
}

/** The file holds the private key: nobody else on this machine reads it. */
function keepPrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/** A file of Probot that its package does not export; its version is pinned, and a test uses this. */
async function probotFile<T>(path: string): Promise<T> {
  return (await import(new URL(path, import.meta.resolve('probot')).href)) as T;
}
