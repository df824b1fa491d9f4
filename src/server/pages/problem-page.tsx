import type { Context } from 'hono';
import type { Caller, FindCaller } from '../api/caller.ts';
import type { ServerContext } from '../context.ts';
import type { Problem } from '../problem.ts';
import { loginPath, loginPathOfForm } from '../session/origin.ts';
import { Icon } from './icons.tsx';
import { type Shown, showPage } from './respond.tsx';

/** True for a browser that opens a page of ours; programs and addresses of programs get problems as JSON. */
export function wantsPage(c: Context): boolean {
  return /\btext\/html\b/i.test(c.req.header('accept') ?? '') && !/^\/(v1\/|api\/|_)/.test(c.req.path);
}

const titles: Record<number, string> = {
  400: 'That did not work',
  401: 'Sign in first',
  403: 'You may not do that',
  404: 'There is no such page',
  409: 'That does not fit',
  422: 'Something has to be corrected',
  429: 'Too many requests',
  503: 'Not just now',
};

/** A problem as a page; who has to sign in is sent to do so, and comes back. */
export async function problemPage(
  c: Context,
  problem: Problem,
  given: { context: Pick<ServerContext, 'env'>; findCaller: FindCaller },
): Promise<Response> {
  const { status, message } = problem;
  if (status === 401 && c.req.method === 'GET') return c.redirect(loginPath(c), 302);
  const caller = status === 401 ? null : await viewerOf(c, given.findCaller);
  const shown = status in titles ? (status as NonNullable<Shown['status']>) : status < 500 ? 400 : 500;
  const title = titles[shown] ?? 'Something went wrong';
  const answer = showPage(
    c,
    given.context,
    { title, caller, status: shown },
    <div class="narrow">
      <div class="Box">
        <div class="blankslate">
          <Icon name={shown === 401 ? 'shield' : 'alert'} size={24} />
          <h1>{title}</h1>
          <p>{message}</p>
          {shown === 401 ? (
            <a class="btn btn-primary" href={loginPathOfForm(c, given.context.env)}>
              Sign in with GitHub
            </a>
          ) : (
            <a class="btn" href="/">
              To your forks
            </a>
          )}
          <p class="text-small">Request {c.get('requestId')}</p>
        </div>
      </div>
    </div>,
  );
  for (const [name, value] of Object.entries(problem.headers)) answer.headers.set(name, value);
  answer.headers.set('x-request-id', c.get('requestId'));
  return answer;
}

/** Who is signed in, for the header of a page that everybody sees; null also when that cannot be found out now. */
export function viewerOf(c: Context, findCaller: FindCaller): Promise<Caller | null> {
  return findCaller(c).catch(() => null);
}
