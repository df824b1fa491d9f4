import { createHash, randomBytes } from 'node:crypto';
import { issueUserToken } from './actions/people.ts';
import { type Answer, json, notFound } from './answer.ts';
import { html } from './page.ts';
import type { Call, Route } from './router.ts';
import type { Account } from './types.ts';

/** The web flow: https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app */
export const signInRoutes: Route[] = [
  { method: 'GET', pattern: '/login/oauth/authorize', handle: authorize },
  { method: 'POST', pattern: '/login/oauth/access_token', handle: accessToken },
];

/** A page to choose who to be; with `login`, as a browser that is signed in already, straight back. */
function authorize(call: Call): Answer {
  const { world, query } = call;
  if (query.get('client_id') !== world.app.clientId) return notFound();
  const login = query.get('login');
  const account = login ? world.accounts.get(login.toLowerCase()) : undefined;
  if (account?.type === 'User') return sendBack(call, account);
  const people = [...world.accounts.values()].filter(({ type }) => type === 'User');
  const links = people.map(({ login: name }) => {
    const to = new URLSearchParams(query);
    to.set('login', name);
    return `<li><a href="/login/oauth/authorize?${html(to.toString())}">${html(name)}</a></li>`;
  });
  const text = `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Sign in</title></head>
<body><h1>Sign in to ${html(world.app.name)} as</h1><ul>${links.join('')}</ul></body></html>\n`;
  return { status: 200, text, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

function sendBack({ world, query }: Call, account: Account): Answer {
  const code = randomBytes(10).toString('hex');
  const redirectUri = query.get('redirect_uri') ?? world.url;
  world.oauthCodes.set(code, { account, challenge: query.get('code_challenge'), redirectUri });
  const to = new URL(redirectUri);
  to.searchParams.set('code', code);
  const state = query.get('state');
  if (state !== null) to.searchParams.set('state', state);
  return { status: 302, headers: { location: to.toString() } };
}

/** Errors come with 200, in the body. */
function accessToken(call: Call): Answer {
  const { world, body } = call;
  if (body.client_id !== world.app.clientId || body.client_secret !== world.app.clientSecret) {
    return wrong(call, 'incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.');
  }
  const account = body.grant_type === 'refresh_token' ? refreshed(call) : exchanged(call);
  if (!account) {
    return body.grant_type === 'refresh_token'
      ? wrong(call, 'bad_refresh_token', 'The refresh token passed is incorrect or expired.')
      : wrong(call, 'bad_verification_code', 'The code passed is incorrect or expired.');
  }
  const refresh_token = `ghr_${randomBytes(38).toString('hex')}`;
  world.refreshTokens.set(refresh_token, account);
  return encoded(call, {
    access_token: issueUserToken(world, account, 'ours'),
    expires_in: 28_800,
    refresh_token,
    refresh_token_expires_in: 15_897_600,
    scope: '',
    token_type: 'bearer',
  });
}

function exchanged({ world, body }: Call): Account | null {
  const code = String(body.code);
  const found = world.oauthCodes.get(code);
  world.oauthCodes.delete(code);
  if (!found || (body.redirect_uri !== undefined && body.redirect_uri !== found.redirectUri)) return null;
  if (found.challenge === null) return found.account;
  const verifier = createHash('sha256').update(String(body.code_verifier)).digest('base64url');
  return verifier === found.challenge ? found.account : null;
}

function refreshed({ world, body }: Call): Account | null {
  const token = String(body.refresh_token);
  const account = world.refreshTokens.get(token) ?? null;
  world.refreshTokens.delete(token);
  return account;
}

function wrong(call: Call, error: string, error_description: string): Answer {
  const error_uri =
    'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/';
  return encoded(call, { error, error_description, error_uri });
}

function encoded(call: Call, body: Record<string, string | number>): Answer {
  if (call.headers.accept?.includes('json')) return json(body);
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) form.set(name, String(value));
  const text = form.toString();
  return { status: 200, text, headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } };
}
