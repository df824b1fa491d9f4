import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Sessions } from '../../redis/sessions.ts';
import type { Env } from '../../runtime/env.ts';
import { Problem } from '../problem.ts';
import { createSealer } from './seal.ts';

/** Seconds that a person has to come back from GitHub. */
const signingInSeconds = 10 * 60;

const Begun = z.object({ state: z.string(), verifier: z.string(), returnTo: z.string(), until: z.number() });
/** A sign-in on its way through GitHub. */
export type Begun = Omit<z.infer<typeof Begun>, 'until'>;

/** Who is signed in with which browser. */
export interface SessionKeeper {
  /** Remembers in the browser, sealed, what has to come back from GitHub. */
  remember: (c: Context, begun: Begun) => void;
  /** What was remembered, once; null when nothing was, or too long ago. */
  recall: (c: Context) => Begun | null;
  begin: (c: Context, person: { userId: number; token: string; seconds: number }) => Promise<void>;
  /** The token of the person who is signed in, null when nobody is. 503: Redis is away. */
  token: (c: Context) => Promise<string | null>;
  end: (c: Context) => Promise<void>;
}

type Context_ = { env: Pick<Env, 'SESSION_SECRET' | 'SESSION_SECRET_PREVIOUS' | 'PUBLIC_URL'>; sessions: Sessions };

/** Keeps tokens encrypted in Redis, under an id that only the cookie holds. Without `SESSION_SECRET` nobody is ever signed in. */
export function createKeeper({ env, sessions }: Context_): SessionKeeper {
  const sealer = createSealer(env.SESSION_SECRET ?? randomBytes(32).toString('hex'), env.SESSION_SECRET_PREVIOUS);
  const secure = new URL(env.PUBLIC_URL ?? 'http://localhost').protocol === 'https:';
  // Only the host itself can have set a cookie of that name. https://www.rfc-editor.org/rfc/rfc6265#section-5
  const named = (name: string) => (secure ? `__Host-${name}` : name);
  const names = { session: named('backstroke'), signIn: named('backstroke-sign-in') };
  const keep = (c: Context, name: string, value: string, seconds: number) =>
    setCookie(c, name, value, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge: seconds });
  const idOf = (c: Context) => /^[\w-]{43}$/.exec(getCookie(c, names.session) ?? '')?.[0] ?? null;
  const purpose = (id: string) => `session ${id}`;

  return {
    remember: (c, begun) => {
      const text = JSON.stringify({ ...begun, until: Date.now() + signingInSeconds * 1000 });
      keep(c, names.signIn, sealer.seal(text, 'sign-in'), signingInSeconds);
    },
    recall: (c) => {
      const text = sealer.open(getCookie(c, names.signIn) ?? '', 'sign-in');
      keep(c, names.signIn, '', 0);
      const begun = text === null ? null : Begun.parse(JSON.parse(text));
      return begun !== null && begun.until > Date.now() ? begun : null;
    },
    begin: async (c, { userId, token, seconds }) => {
      const before = idOf(c);
      const id = randomBytes(32).toString('base64url');
      await away(sessions.begin(id, { userId, sealed: sealer.seal(token, purpose(id)), seconds }));
      if (before !== null) await away(sessions.end(before));
      keep(c, names.session, id, seconds);
    },
    token: async (c) => {
      const id = idOf(c);
      if (id === null) return null;
      const sealed = await away(sessions.find(id));
      return sealed === null ? null : sealer.open(sealed, purpose(id));
    },
    end: async (c) => {
      const id = idOf(c);
      keep(c, names.session, '', 0);
      if (id !== null) await away(sessions.end(id));
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
