import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { isRefusal } from '../../core/refusal.ts';
import { checkToken, type TokenOwner } from '../../github/users.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';

/** Who asks, with the token to ask GitHub what they may do. The token lives as long as the request. */
export interface Caller extends TokenOwner {
  token: string;
}

export type FindCaller = (context: Context) => Promise<Caller>;

const rememberMs = 60_000;
const rememberAtMost = 10_000;

/**
 * Finds the caller by `Authorization: Bearer`. The token must have been issued for this App, else a token that someone
 * gave to another program could act here. Answers are remembered for a minute by the token's hash.
 */
export function createFindCaller({ env, github }: Pick<ServerContext, 'env' | 'github'>): FindCaller {
  const known = new Map<string, { owner: TokenOwner | null; until: number }>();
  const clientId = env.GITHUB_CLIENT_ID;
  const clientSecret = env.GITHUB_CLIENT_SECRET;

  const ownerOf = async (token: string, credentials: { clientId: string; clientSecret: string }) => {
    const hash = createHash('sha256').update(token).digest('base64');
    const remembered = known.get(hash);
    if (remembered && remembered.until > Date.now()) return remembered.owner;
    const owner = await checkToken(github, { ...credentials, token });
    if (owner !== null && isRefusal(owner))
      throw new Problem(503, 'GitHub cannot be asked whose token this is. Try again later.');
    if (known.size >= rememberAtMost) known.clear();
    known.set(hash, { owner, until: Date.now() + rememberMs });
    return owner;
  };

  return async (context) => {
    if (!clientId || !clientSecret) {
      throw new Problem(
        401,
        'Nobody can sign in here: the operator has not set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET.',
      );
    }
    const token = /^bearer ([\x21-\x7e]{1,1024})$/i.exec(context.req.header('authorization') ?? '')?.[1];
    if (!token) throw new Problem(401, 'Send a user access token of this GitHub App as Authorization: Bearer.');
    const owner = await ownerOf(token, { clientId, clientSecret });
    if (!owner) throw new Problem(401, 'This token is not valid, or was not issued for this GitHub App.');
    return { ...owner, token };
  };
}
