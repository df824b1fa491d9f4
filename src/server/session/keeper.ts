import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import type { Sessions } from '../../redis/sessions.ts';
import type { Env } from '../../runtime/env.ts';
import { Problem } from '../problem.ts';
import { ownCookies } from './cookies.ts';
import { createSealer } from './seal.ts';

/** Seconds that a person has to come back from GitHub. */
const signingInSeconds = 10 * 60;
/** Sign-ins that one browser may have begun: each is a cookie of up to 4 KiB, and a request's headers hold 16 KiB. */
const mostBegun = 3;

const Begun = z.object({ state: z.string(), verifier: z.string(), returnTo: z.string(), until: z.number() });
/** A sign-in on its way through GitHub. */
export type Begun = Omit<z.infer<typeof Begun>, 'until'>;

/** Who is signed in with which browser. */
export interface SessionKeeper {
  /** Remembers in the browser, sealed, what has to come back from GitHub. */
  remember: (c: Context, begun: Begun) => void;
  /** What was remembered with this `state`, once; null when nothing was, or too long ago. */
  recall: (c: Context, state: string) => Begun | null;
  begin: (c: Context, person: { userId: number; token: string; seconds: number }) => Promise<void>;
  /** The token of the person who is signed in, null when nobody is. 503: Redis is away. */
  token: (c: Context) => Promise<string | null>;
  /** Signs the person out, in the browser even when the rest fails; answers with their token. 503: Redis is away. */
  end: (c: Context) => Promise<string | null>;
}

type Context_ = { env: Pick<Env, 'SESSION_SECRET' | 'SESSION_SECRET_PREVIOUS' | 'PUBLIC_URL'>; sessions: Sessions };

const session = 'backstroke';
const signIn = 'backstroke-sign-in-';
/** One for each sign-in: several tabs may be on their way through GitHub at once. */
const nameOf = (state: string) => signIn + createHash('sha256').update(state).digest('hex').slice(0, 16);

/** Keeps tokens encrypted in Redis, under an id that only the cookie holds. Without `SESSION_SECRET` nobody is ever signed in. */
export function createKeeper({ env, sessions }: Context_): SessionKeeper {
  const sealer = createSealer(env.SESSION_SECRET ?? randomBytes(32).toString('hex'), env.SESSION_SECRET_PREVIOUS);
  const cookies = ownCookies(env);
  const idOf = (c: Context) => /^[\w-]{43}$/.exec(cookies.read(c, session) ?? '')?.[0] ?? null;
  const purpose = (id: string) => `session ${id}`;

  const tokenOf = async (id: string) => {
    const sealed = await away(sessions.find(id));
    return sealed === null ? null : sealer.open(sealed, purpose(id));
  };

  return {
    remember: (c, begun) => {
      for (const name of cookies.namesFrom(c, signIn).slice(0, 1 - mostBegun)) cookies.drop(c, name);
      const text = JSON.stringify({ ...begun, until: Date.now() + signingInSeconds * 1000 });
      cookies.keep(c, nameOf(begun.state), { value: sealer.seal(text, 'sign-in'), seconds: signingInSeconds });
    },
    recall: (c, state) => {
      const name = nameOf(state);
      const text = sealer.open(cookies.read(c, name) ?? '', 'sign-in');
      if (text === null) return null;
      cookies.drop(c, name);
      const begun = Begun.parse(JSON.parse(text));
      return begun.until > Date.now() ? begun : null;
    },
    begin: async (c, { userId, token, seconds }) => {
      const before = idOf(c);
      const id = randomBytes(32).toString('base64url');
      await away(sessions.begin(id, { userId, sealed: sealer.seal(token, purpose(id)), seconds }));
      if (before !== null) await away(sessions.end(before));
      cookies.keep(c, session, { value: id, seconds });
    },
    token: async (c) => {
      const id = idOf(c);
      return id === null ? null : tokenOf(id);
    },
    end: async (c) => {
      const id = idOf(c);
      cookies.drop(c, session);
      if (id === null) return null;
      const token = await tokenOf(id);
      await away(sessions.end(id));
      return token;
    },
  };
}

async function away<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const problem = new Problem(503, 'Nobody can be signed in just now: Redis is away. Try again in a moment.');
    throw Object.assign(problem, { cause: error });
  }
}
