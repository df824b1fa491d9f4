import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { callbackPath } from '../../core/app-addresses.ts';
import { isRefusal } from '../../core/refusal.ts';
import { authorizePage, exchangeCode } from '../../github/oauth.ts';
import { checkToken, endToken } from '../../github/users.ts';
import type { FindCaller } from '../api/caller.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import type { SessionKeeper } from '../session/keeper.ts';
import { demandOwnOrigin, ownPage } from '../session/origin.ts';
import { Icon } from './icons.tsx';
import { viewerOf } from './problem-page.tsx';
import { showPage } from './respond.tsx';

/** Seconds a session lasts at most: as long as the token of an App whose tokens expire. */
const longest = 8 * 60 * 60;

type Context_ = Pick<ServerContext, 'env' | 'github' | 'log'>;

/** Signing in with GitHub, and out. https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app */
export function signInRoutes(
  app: OpenAPIHono,
  context: Context_,
  { findCaller, keeper }: { findCaller: FindCaller; keeper: SessionKeeper },
): void {
  const { env, github, log } = context;
  const oauth = oauthApp(context);
  const redirectUri = new URL(callbackPath, env.PUBLIC_URL).href;

  app.get('/login', async (c) => {
    if (oauth === null) return nobodyCan(c, context);
    const returnTo = ownPage(c.req.query('return_to'), env);
    if (await viewerOf(c, findCaller)) return c.redirect(returnTo, 302);
    const [state, verifier] = [randomBytes(24).toString('base64url'), randomBytes(48).toString('base64url')];
    keeper.remember(c, { state, verifier, returnTo });
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const chooseAccount = c.req.query('choose') === 'account';
    c.header('cache-control', 'no-store');
    return c.redirect(authorizePage(oauth, { redirectUri, state, challenge, chooseAccount }), 302);
  });

  app.get(callbackPath, async (c) => {
    if (oauth === null) return nobodyCan(c, context);
    const state = c.req.query('state') ?? '';
    const begun = keeper.recall(c, state);
    if (begun === null || !same(begun.state, state)) {
      throw failed('This sign-in was not begun in this browser, or longer than ten minutes ago.');
    }
    const code = c.req.query('code');
    if (code === undefined) throw failed('GitHub did not sign you in: you did not let the App act for you.');
    const exchanged = await exchangeCode(oauth, { code, verifier: begun.verifier, redirectUri });
    if (exchanged === 'refused') throw failed('GitHub did not take this sign-in: it was used before, or is too old.');
    if (exchanged === 'away') throw away();
    const owner = await checkToken(github, { ...oauth, token: exchanged.token });
    if (owner !== null && isRefusal(owner)) throw away();
    if (owner === null) throw failed('GitHub does not know this sign-in any more.');
    const seconds = Math.min(Math.floor(exchanged.expiresIn ?? longest), longest);
    await keeper.begin(c, { userId: owner.id, token: exchanged.token, seconds });
    log.info({ requestId: c.get('requestId'), login: owner.login }, 'Signed in');
    return c.redirect(begun.returnTo, 303);
  });

  app.get('/logout', async (c) => {
    const caller = await viewerOf(c, findCaller);
    return caller === null ? c.redirect('/', 302) : askToSignOut(c, context, caller);
  });

  app.post('/logout', async (c) => {
    demandOwnOrigin(c, env);
    const token = await keeper.end(c);
    // Nobody needs the token any more; when GitHub does not answer it ends by itself.
    if (token !== null && oauth !== null) await endToken(github, { ...oauth, token });
    return c.redirect('/', 303);
  });
}

function oauthApp({ env }: Pick<ServerContext, 'env'>) {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret, webUrl } = env;
  return clientId && clientSecret ? { webUrl, clientId, clientSecret } : null;
}

function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

function away(): Problem {
  return new Problem(503, 'GitHub does not answer, so nobody can sign in just now. Try again in a moment.');
}

function nobodyCan(c: Context, context: Context_): Response {
  return showPage(
    c,
    context,
    { title: 'Nobody can sign in here', caller: null },
    <div class="narrow Box">
      <div class="blankslate">
        <Icon name="shield" size={24} />
        <h1>Nobody can sign in here</h1>
        <p>
          The operator has not set <code>GITHUB_CLIENT_ID</code>, <code>GITHUB_CLIENT_SECRET</code> and{' '}
          <code>SESSION_SECRET</code>. Forks are kept up to date all the same.
        </p>
      </div>
    </div>,
  );
}

function failed(why: string): Problem {
  return new Problem(400, `${why} Sign in again.`);
}

function askToSignOut(c: Context, context: Context_, caller: { login: string }): Response {
  return showPage(
    c,
    context,
    { title: 'Sign out', caller },
    <div class="narrow Box">
      <div class="blankslate">
        <h1>Sign out?</h1>
        <p>Your forks are kept up to date all the same.</p>
        <form method="post" action="/logout">
          <button class="btn btn-primary" type="submit">
            Sign out
          </button>
        </form>
      </div>
    </div>,
  );
}
