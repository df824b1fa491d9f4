/** The web flow in which a person signs in. https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app */
import { z } from 'zod';

interface OAuthApp {
  /** Where people see GitHub: the flow is not under the API's address. */
  webUrl: string;
  clientId: string;
}

/** The page of GitHub on which a person lets the App act for them; it comes back to `redirectUri`. `challenge`: PKCE, S256. */
export function authorizePage(
  app: OAuthApp,
  asked: { redirectUri: string; state: string; challenge: string; chooseAccount: boolean },
): string {
  const page = new URL('/login/oauth/authorize', app.webUrl);
  page.search = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: asked.redirectUri,
    state: asked.state,
    code_challenge: asked.challenge,
    code_challenge_method: 'S256',
    ...(asked.chooseAccount ? { prompt: 'select_account' } : {}),
  }).toString();
  return page.href;
}

const Exchanged = z.union([
  z
    .object({ access_token: z.string().min(1), expires_in: z.number().positive().optional() })
    .transform((given) => ({ token: given.access_token, expiresIn: given.expires_in ?? null })),
  z.object({ error: z.string() }),
]);

/** Milliseconds GitHub has to answer. */
const answerWithin = 10_000;

/**
 * The user access token for a code that GitHub sent a person back with, and the seconds it lives (null: for ever). `refused`: the
 * code was used, is too old, or the verifier is not its. `away`: GitHub did not answer as it should.
 */
export async function exchangeCode(
  app: OAuthApp & { clientSecret: string },
  given: { code: string; verifier: string; redirectUri: string },
): Promise<{ token: string; expiresIn: number | null } | 'refused' | 'away'> {
  const body = {
    client_id: app.clientId,
    client_secret: app.clientSecret,
    code: given.code,
    code_verifier: given.verifier,
    redirect_uri: given.redirectUri,
  };
  try {
    const response = await fetch(new URL('/login/oauth/access_token', app.webUrl), {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'backstroke' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithin),
    });
    const answer = response.ok ? Exchanged.parse(await response.json()) : null;
    if (answer === null) return 'away';
    return 'error' in answer ? 'refused' : answer;
  } catch {
    return 'away';
  }
}
