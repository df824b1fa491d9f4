import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { Caller } from '../api/caller.ts';
import { isOperator } from '../api/operators.ts';
import type { ServerContext } from '../context.ts';
import { told } from '../session/flash.ts';
import { assets } from './assets.ts';
import { Layout, type Tab } from './layout.tsx';

/** Tabs whose pages are there. */
export const pages: readonly Tab[] = ['fleet', 'new', 'config', 'operator'];

/**
 * Pages load nothing from elsewhere and run no script that stands in them; nobody shows them in a frame. Style sheets hold images
 * as data. A form's address comes back with its origin, which a referrer policy without one would hide. A form that finds nobody
 * signed in is sent on to GitHub, and Chromium holds redirects against `form-action` too.
 */
const headersWith = (webUrl: string) => ({
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `form-action 'self' ${new URL(webUrl).origin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  // What a person sees is theirs: no cache keeps it, the browser's of pages left behind included.
  'cache-control': 'private, no-store',
});

export interface Shown {
  title: string;
  /** null: nobody is signed in. */
  caller: Pick<Caller, 'login'> | null;
  tab?: Tab | null;
  /** Addresses of scripts that make it nicer. */
  scripts?: readonly string[];
  status?: 200 | 400 | 401 | 403 | 404 | 409 | 422 | 429 | 500 | 503;
}

/** Answers with a page of ours. */
export function showPage(
  c: Context,
  { env }: Pick<ServerContext, 'env'>,
  { title, caller, tab = null, scripts = [], status = 200 }: Shown,
  body: Child,
): Response {
  const frame = {
    title,
    viewer: caller && { login: caller.login, operator: isOperator({ env }, caller) },
    pages,
    tab,
    flash: told(c, { env }),
    assets: { style: assets().style.path, icon: assets().icon.path, scripts },
    profile: (login: string) => new URL(`/${encodeURIComponent(login)}`, env.webUrl).href,
  };
  const document = `<!doctype html>\n${(<Layout frame={frame}>{body}</Layout>).toString()}\n`;
  return c.html(document, status, headersWith(env.webUrl));
}
