import type { Context } from 'hono';
import type { Env } from '../../runtime/env.ts';
import { Problem } from '../problem.ts';

/** The origin of our own pages. */
export function ownOrigin({ PUBLIC_URL }: Pick<Env, 'PUBLIC_URL'>): string {
  return new URL(PUBLIC_URL ?? 'http://localhost').origin;
}

/** 403 for a request that changes something and comes from a page that is not ours: browsers send cookies along with those too. */
export function demandOwnOrigin(c: Context, env: Pick<Env, 'PUBLIC_URL'>): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method) || c.req.header('origin') === ownOrigin(env)) return;
  throw new Problem(403, `This has to be sent from a page of ${ownOrigin(env)}: open Backstroke there.`);
}

/** Paths that are no pages to come back to: what signs in and out, programs' addresses, and secret ones. */
const noPage = /^\/(?:login|logout|v1|api|assets|_)(?:[^a-z]|$)|^\/_/i;

/**
 * A page of ours as its path and query, of whatever somebody wrote into an address or a form; `/` for everything else, so that
 * nobody is sent from here to a page that only looks like ours.
 */
export function ownPage(wanted: string | undefined, env: Pick<Env, 'PUBLIC_URL'>): string {
  if (wanted === undefined || !/^\/(?![/\\])/.test(wanted) || wanted.length > 2_000) return '/';
  // A browser drops tabs and line breaks from an address before it reads it.
  if (/[\p{Cc}\\]/u.test(wanted) || !URL.canParse(wanted, ownOrigin(env))) return '/';
  const { origin, pathname, search } = new URL(wanted, ownOrigin(env));
  if (origin !== ownOrigin(env) || pathname.startsWith('//') || noPage.test(pathname)) return '/';
  return pathname + search;
}

/** Where a person signs in to see the page that they asked for. */
export function loginPath(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return backTo(pathname + search);
}

/** Where a person signs in who sent a form: they come back to the page that it was on. */
export function loginPathOfForm(c: Context, env: Pick<Env, 'PUBLIC_URL'>): string {
  const from = c.req.header('referer') ?? '';
  const { origin, pathname, search } = new URL(URL.canParse(from) ? from : ownOrigin(env));
  return backTo(origin === ownOrigin(env) ? ownPage(pathname + search, env) : '/');
}

function backTo(page: string): string {
  return page === '/' ? '/login' : `/login?${new URLSearchParams({ return_to: page })}`;
}
