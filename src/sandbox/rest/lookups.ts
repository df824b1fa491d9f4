import { json, notFound } from '../answer.ts';
import { findRepository, installationsOn } from '../find.ts';
import type { Limits } from '../limits.ts';
import { installationJson } from '../present/installation.ts';
import type { Call, Route } from '../router.ts';
import type { Installation } from '../types.ts';
import { demandApp } from './app.ts';

/** Where the App is installed, asked by name; and what is left of the limits. */
export function lookupRoutes(limits: Limits): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/repos/:owner/:repo/installation',
      handle(call) {
        demandApp(call);
        const repository = findRepository(call.world, `${call.params.owner}/${call.params.repo}`);
        return shown(call, repository ? installationsOn(call.world, repository)[0] : undefined);
      },
    },
    { method: 'GET', pattern: '/users/:login/installation', handle: ofAccount },
    { method: 'GET', pattern: '/orgs/:login/installation', handle: ofAccount },
    {
      method: 'GET',
      pattern: '/rate_limit',
      handle(call) {
        const core = limits.look(call.caller, 'core');
        // The sandbox has no search; GitHub's has a budget of its own, for each minute.
        const search = { limit: 30, used: 0, remaining: 30, reset: Math.floor(Date.now() / 1000) + 60 };
        const resources = { core, graphql: limits.look(call.caller, 'graphql'), search };
        return json({ resources, rate: core });
      },
    },
    { method: 'GET', pattern: '/meta', handle: () => json({ verifiable_password_authentication: true }) },
  ];
}

function ofAccount(call: Call) {
  demandApp(call);
  const login = call.params.login?.toLowerCase();
  const found = [...call.world.installations.values()].find(({ account }) => account.login.toLowerCase() === login);
  return shown(call, found);
}

function shown(call: Call, installation: Installation | undefined) {
  if (!installation) return notFound('apps/apps#get-a-repository-installation-for-the-authenticated-app');
  return json(installationJson(call.world, installation));
}
