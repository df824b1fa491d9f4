import { json, notFound } from '../answer.ts';
import { accountJson } from '../present/account.ts';
import type { Call, Route } from '../router.ts';
import type { UserToken } from '../types.ts';

const page = 'apps/oauth-applications#check-a-token';

export const oauthRoutes: Route[] = [
  {
    method: 'POST',
    pattern: '/applications/:client_id/token',
    handle(call) {
      const { world } = call;
      const { token, account, createdAt, expiresAt } = tokenOf(call);
      const url = `${world.url}/api/v3/applications/${world.app.clientId}/token`;
      const app = { name: world.app.name, url: world.url, client_id: world.app.clientId };
      const dates = { created_at: createdAt, updated_at: createdAt, expires_at: new Date(expiresAt).toISOString() };
      const nothing = { note: null, note_url: null, fingerprint: null, scopes: [] };
      const shown = { token, token_last_eight: token.slice(-8), hashed_token: '' };
      return json({ id: 1, url, app, ...shown, ...nothing, ...dates, user: accountJson(world, account) });
    },
  },
  {
    method: 'DELETE',
    pattern: '/applications/:client_id/token',
    handle(call) {
      call.world.userTokens.delete(tokenOf(call).token);
      return { status: 204 };
    },
  },
];

/** 404 for everything that is not a token of this App. */
function tokenOf(call: Call): UserToken {
  const { world, caller, params, body } = call;
  if (caller.kind !== 'client' || params.client_id !== world.app.clientId) return notFound(page);
  const token = world.userTokens.get(String(body.access_token));
  return token && token.app === 'ours' && token.expiresAt > Date.now() ? token : notFound(page);
}
