/** A browser as far as cookies and redirects go: for tests that look at both. */
export interface Visitor {
  cookies: Map<string, string>;
  /** The `set-cookie` lines of the last answer, attributes and all. */
  set: string[];
  get: (path: string) => Promise<Response>;
  /** A form, from a page of ours unless `origin` says otherwise; null: a browser that tells none. */
  post: (path: string, fields?: Record<string, string>, origin?: string | null) => Promise<Response>;
}

export function visitor(url: string): Visitor {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) => {
    const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(sent ? { cookie: sent } : {}), ...init.headers };
    const response = await fetch(new URL(path, url), { ...init, headers, redirect: 'manual' });
    self.set = response.headers.getSetCookie();
    for (const line of self.set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const self: Visitor = {
    cookies,
    set: [],
    get: (path) => ask(path),
    post: (path, fields = {}, origin = url) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: origin === null ? {} : { origin },
      }),
  };
  return self;
}

/** Goes through the sandbox as `login`, up to where it sends the browser back to. */
export async function throughGitHub(response: Response, login: string): Promise<URL> {
  const authorize = new URL(response.headers.get('location') ?? '');
  authorize.searchParams.set('login', login);
  const back = await fetch(authorize, { redirect: 'manual' });
  return new URL(back.headers.get('location') ?? '');
}

/** Signs in, and comes back to the page that was asked for. */
export async function signInAs(who: Visitor, login: string, page = '/'): Promise<Response> {
  const begun = await who.get(`/login?${new URLSearchParams({ return_to: page })}`);
  const { pathname, search } = await throughGitHub(begun, login);
  return who.get(pathname + search);
}
