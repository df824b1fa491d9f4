import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** What the next page tells of what was just done. */
export interface Flash {
  kind: 'success' | 'error';
  text: string;
}

const name = 'backstroke-told';
/** In characters: a cookie holds 4,096 bytes with its name. */
const longest = 600;

/** Tells it on the next page that this browser opens. */
export function tell(c: Context, { kind, text }: Flash): void {
  setCookie(c, name, `${kind} ${text.slice(0, longest)}`, { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: 60 });
}

/** What was to be told, once. */
export function told(c: Context): Flash | null {
  const found = /^(success|error) (.*)$/s.exec(getCookie(c, name) ?? '');
  if (found === null) return null;
  setCookie(c, name, '', { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: 0 });
  return { kind: found[1] === 'success' ? 'success' : 'error', text: found[2] ?? '' };
}
