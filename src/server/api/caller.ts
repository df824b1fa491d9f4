import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { MINUTE } from '../../core/duration.ts';
import { isRefusal } from '../../core/refusal.ts';
import { checkToken, type TokenOwner } from '../../github/users.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import type { SessionKeeper } from '../session/keeper.ts';
import { demandOwnOrigin } from '../session/origin.ts';

/** Who asks, with the token to ask GitHub what they may do. The token lives as long as the request. */
export interface Caller extends TokenOwner {
  token: string;
}

export type FindCaller = (context: Context) => Promise<Caller>;

interface Answer {
  owner: TokenOwner | null;
  until: number;
}

/** Tokens that programs send and that were never seen to be valid, which GitHub is asked about in a minute, by one process: each costs a request. */
const unknownPerMinute = 60;

/**
 * Finds the caller by `Authorization: Bearer`, else by the session of their browser, which then must be on a page of ours to change
 * anything. The token must have been issued for this App, else a token that someone
 * gave to another program could act here. Answers are remembered for a minute by the token's hash. Of tokens that are not
 * known to be valid a process asks GitHub about 60 a minute; 429 then. Those of sessions do not count: GitHub gave them to us.
 */
export function createFindCaller(
  { env, github, keeper }: Pick<ServerContext, 'env' | 'github'> & { keeper: SessionKeeper },
  rememberAtMost = 10_000,
): FindCaller {
  /** Who came least lately first. */
  const known = new Map<string, Answer>();
  const unknown = { until: 0, asked: 0 };
  const clientId = env.GITHUB_CLIENT_ID;
  const clientSecret = env.GITHUB_CLIENT_SECRET;

  const remember = (hash: string, answer: Answer) => {
    known.delete(hash);
    const [first] = known.keys();
    if (first !== undefined && known.size >= rememberAtMost) known.delete(first);
    known.set(hash, answer);
  };
  const demandPlace = () => {
    const now = Date.now();
    if (unknown.until <= now) Object.assign(unknown, { until: now + MINUTE, asked: 0 });
    if (unknown.asked >= unknownPerMinute) {
      const headers = { 'retry-after': String(Math.ceil((unknown.until - now) / 1000)) };
      throw new Problem(429, 'Too many tokens that nobody knows were sent. Try again in a minute.', [], headers);
    }
    unknown.asked += 1;
  };

  const ownerOf = async (
    token: string,
    credentials: { clientId: string; clientSecret: string },
    from: 'anybody' | 'session',
  ) => {
    const hash = createHash('sha256').update(token).digest('base64');
    const remembered = known.get(hash);
    if (remembered && remembered.until > Date.now()) {
      remember(hash, remembered);
      return remembered.owner;
    }
    const trusted = from === 'session' || Boolean(remembered?.owner);
    if (!trusted) demandPlace();
    const owner = await checkToken(github, { ...credentials, token });
    if (owner !== null && isRefusal(owner))
      throw new Problem(503, 'GitHub cannot be asked whose token this is. Try again later.');
    if (owner !== null && !trusted) unknown.asked = Math.max(0, unknown.asked - 1);
    remember(hash, { owner, until: Date.now() + MINUTE });
    return owner;
  };

  const signedIn = async (context: Context, credentials: { clientId: string; clientSecret: string }) => {
    const token = await keeper.token(context);
    if (token === null) {
      throw new Problem(401, 'Sign in, or send a user access token of this GitHub App as Authorization: Bearer.');
    }
    demandOwnOrigin(context, env);
    const owner = await ownerOf(token, credentials, 'session');
    if (owner !== null) return { ...owner, token };
    await keeper.end(context);
    throw new Problem(401, 'GitHub does not take the sign-in of this browser any more: sign in again.');
  };

  return async (context) => {
    if (!clientId || !clientSecret) {
      throw new Problem(
        401,
        'Nobody can sign in here: the operator has not set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET.',
      );
    }
    const header = context.req.header('authorization');
    if (header === undefined) return signedIn(context, { clientId, clientSecret });
    const token = /^bearer ([\x21-\x7e]{10,1024})$/i.exec(header)?.[1];
    if (!token) throw new Problem(401, 'Send a user access token of this GitHub App as Authorization: Bearer.');
    const owner = await ownerOf(token, { clientId, clientSecret }, 'anybody');
    if (!owner) throw new Problem(401, 'This token is not valid, or was not issued for this GitHub App.');
    return { ...owner, token };
  };
}
