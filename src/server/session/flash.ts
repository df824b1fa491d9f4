import type { Context } from 'hono';
import type { Env } from '../../runtime/env.ts';
import { ownCookies } from './cookies.ts';

/** What the next page tells of what was just done. */
export interface Flash {
  kind: 'success' | 'error';
  text: string;
}

type Given = { env: Pick<Env, 'PUBLIC_URL'> };

const name = 'backstroke-told';
/** In bytes as it is written there: a cookie holds 4,096 with its name and attributes. */
const longest = 3_000;

/** Tells it on the next page that this browser opens; the end of a very long text is left out. */
export function tell(c: Context, { kind, text }: Flash, { env }: Given): void {
  ownCookies(env).keep(c, name, { value: `${kind} ${fitting(text)}`, seconds: 60 });
}

/** What was to be told, once. */
export function told(c: Context, { env }: Given): Flash | null {
  const cookies = ownCookies(env);
  const found = /^(success|error) (.*)$/s.exec(cookies.read(c, name) ?? '');
  if (found === null) return null;
  cookies.drop(c, name);
  return { kind: found[1] === 'success' ? 'success' : 'error', text: found[2] ?? '' };
}

/** As much of a text as its cookie holds, in whole characters. */
function fitting(text: string): string {
  let [kept, bytes] = ['', 0];
  // Half of a character cannot be written into a cookie.
  for (const character of text.replace(/\p{Cs}/gu, '\ufffd')) {
    bytes += encodeURIComponent(character).length;
    if (bytes > longest) return kept;
    kept += character;
  }
  return kept;
}
