import type { Answer } from './answer.ts';
import type { Caller } from './types.ts';
import type { World } from './world.ts';

/** What a handler gets. */
export interface Call {
  world: World;
  caller: Caller;
  method: string;
  /** Without `/api/v3`. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: Record<string, unknown>;
}

export interface Route {
  method: string;
  pattern: string;
  handle(call: Call): Answer | Promise<Answer>;
}

interface Compiled extends Route {
  regexp: RegExp;
  names: string[];
}

export interface Router {
  find(method: string, path: string): { route: Route; params: Record<string, string> } | null;
}

/** Patterns as `/repos/:owner/:repo/contents/*path`: a name for one segment, a star for all that follow. */
export function createRouter(routes: Route[]): Router {
  const compiled = routes.map(compile);
  return {
    find(method, path) {
      for (const route of compiled) {
        if (route.method !== method) continue;
        const match = route.regexp.exec(path);
        if (!match) continue;
        const values = route.names.map((name, at) => [name, decode(match[at + 1] ?? '')]);
        return { route, params: Object.fromEntries(values) };
      }
      return null;
    },
  };
}

function compile(route: Route): Compiled {
  const names: string[] = [];
  const source = route.pattern.replace(/([:*])(\w+)/g, (_, kind: string, name: string) => {
    names.push(name);
    return kind === ':' ? '([^/]+)' : '(.*)';
  });
  return { ...route, names, regexp: new RegExp(`^${source}/?$`) };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
