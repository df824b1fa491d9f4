import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Env } from '../../runtime/env.ts';

/** Cookies that no script reads and no other host can have set. */
export interface OwnCookies {
  read: (c: Context, name: string) => string | null;
  /** The names of those that this browser sent and that begin so, the oldest first. */
  namesFrom: (c: Context, start: string) => string[];
  keep: (c: Context, name: string, given: { value: string; seconds: number }) => void;
  drop: (c: Context, name: string) => void;
}

/** Our cookies; with an address on HTTPS they are never sent without encryption. */
export function ownCookies({ PUBLIC_URL }: Pick<Env, 'PUBLIC_URL'>): OwnCookies {
  const secure = new URL(PUBLIC_URL ?? 'http://localhost').protocol === 'https:';
  // Only the host itself can have set a cookie of that name. https://www.rfc-editor.org/rfc/rfc6265#section-5
  const prefix = secure ? '__Host-' : '';
  const keep: OwnCookies['keep'] = (c, name, { value, seconds }) =>
    setCookie(c, prefix + name, value, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge: seconds });

  return {
    read: (c, name) => getCookie(c, prefix + name) ?? null,
    namesFrom: (c, start) =>
      Object.keys(getCookie(c))
        .filter((name) => name.startsWith(prefix + start))
        .map((name) => name.slice(prefix.length)),
    keep,
    drop: (c, name) => keep(c, name, { value: '', seconds: 0 }),
  };
}
